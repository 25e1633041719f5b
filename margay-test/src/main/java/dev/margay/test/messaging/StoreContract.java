package dev.margay.test.messaging;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the suites of stores begin and end with: a store for each test, and the steps on one of its queues.
abstract class StoreContract {

    StoreFixture fixture;
    Steps queue;

    protected abstract StoreFixture fixture();

    @BeforeEach
    final void openStore() {
        fixture = fixture();
        queue = new Steps(fixture.store(), "kittens.fed");
    }

    @AfterEach
    final void closeStore() {
        fixture.close();
    }
}
