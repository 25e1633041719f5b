package dev.margay.messaging;

import dev.margay.test.messaging.ExtremesContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryExtremesTest extends ExtremesContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
