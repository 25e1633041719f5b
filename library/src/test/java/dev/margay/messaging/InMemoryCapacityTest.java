package dev.margay.messaging;

import dev.margay.test.messaging.CapacityContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryCapacityTest extends CapacityContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
