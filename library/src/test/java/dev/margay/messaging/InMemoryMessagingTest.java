package dev.margay.messaging;

import dev.margay.test.messaging.MessagingContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryMessagingTest extends MessagingContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
