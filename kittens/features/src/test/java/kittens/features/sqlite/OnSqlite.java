package kittens.features.sqlite;

import io.cucumber.java.AfterAll;
import io.cucumber.java.BeforeAll;
import kittens.features.RunningStore;

/// The store with nothing installed.
public final class OnSqlite {

    @BeforeAll
    public static void start() throws Exception {
        RunningStore.start();
    }

    @AfterAll
    public static void stop() {
        RunningStore.stop();
    }
}
