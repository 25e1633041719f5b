package dev.margay.messaging;

import dev.margay.test.messaging.QueueContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryQueueTest extends QueueContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
