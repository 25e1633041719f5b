package dev.margay.messaging;

import dev.margay.test.messaging.ProjectionContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryProjectionTest extends ProjectionContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
