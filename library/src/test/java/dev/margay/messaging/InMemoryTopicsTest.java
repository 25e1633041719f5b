package dev.margay.messaging;

import dev.margay.test.messaging.StoreFixture;
import dev.margay.test.messaging.TopicsContract;

final class InMemoryTopicsTest extends TopicsContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
