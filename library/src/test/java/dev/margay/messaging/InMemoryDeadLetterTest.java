package dev.margay.messaging;

import dev.margay.test.messaging.DeadLetterContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryDeadLetterTest extends DeadLetterContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
