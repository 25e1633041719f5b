package kittens.features.mariadb;

import io.cucumber.java.AfterAll;
import io.cucumber.java.BeforeAll;
import kittens.features.RunningStore;

/// The store with its data on a MariaDB server.
public final class OnMariaDb {

    @BeforeAll
    public static void start() throws Exception {
        RunningStore.start("--on", "mariadb");
    }

    @AfterAll
    public static void stop() {
        RunningStore.stop();
    }
}
