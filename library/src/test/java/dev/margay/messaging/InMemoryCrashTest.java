package dev.margay.messaging;

import dev.margay.test.messaging.CrashContract;
import dev.margay.test.messaging.StoreFixture;

final class InMemoryCrashTest extends CrashContract {

    @Override
    protected StoreFixture fixture() {
        return InMemoryFixture.empty();
    }
}
