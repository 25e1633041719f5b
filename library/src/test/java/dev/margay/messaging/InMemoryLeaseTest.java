package dev.margay.messaging;

import dev.margay.test.messaging.LeaseContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryLeaseTest extends LeaseContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
