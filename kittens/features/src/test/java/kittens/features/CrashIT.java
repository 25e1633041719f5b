package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs are killed while a hundred orders a second come in; afterwards every order must add up.
class CrashIT {

    private static final List<String> PROGRAMS = List.of("product", "mail", "search", "auth", "gateway");
    private static final int ORDERS_PER_SECOND = 100;

    @TempDir
    Path directory;

    @Test
    void nothingIsLostWhenEachProgramIsKilled() throws Exception {
        try (var store = Store.start(directory.resolve("home"))) {
            var buyers = Buyers.of(store);
            var killed = new LinkedHashMap<String, ProcessHandle>();

            try (var _ = buyers.buying(ORDERS_PER_SECOND)) {
                for (var program : PROGRAMS) {
                    buyers.awaitOrders(ORDERS_PER_SECOND);
                    killed.put(program, store.kill(program)); // while those before are still coming back
                }
            }
            killed.forEach(store::awaitAnother);
            store.awaitHealthy();

            buyers.account();
        }
    }

    @Test
    void nothingIsLostWhenEverythingIsKilledAtOnce() throws Exception {
        try (var store = Store.start(directory.resolve("home"))) {
            var buyers = Buyers.of(store);

            try (var _ = buyers.buying(ORDERS_PER_SECOND)) {
                buyers.awaitOrders(200);
                store.killEverything();
            }
            store.startAgain();

            buyers.account();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "mariadb"})
    void nothingIsLostWhenProgramsAreKilledAgainAndAgain(String engine) throws Exception {
        try (var store = Store.start(directory.resolve("home"), "--on", engine)) {
            var buyers = Buyers.of(store);

            for (int round = 0; round < 4; round++) {
                killEachUnderLoad(store, buyers);
            }

            buyers.account();
        }
    }

    private static void killEachUnderLoad(Store store, Buyers buyers) throws Exception {
        try (var _ = buyers.buying(ORDERS_PER_SECOND)) {
            for (var program : PROGRAMS) {
                buyers.awaitOrders(ORDERS_PER_SECOND * 5 / 2);
                store.awaitAnother(program, store.kill(program));
                store.awaitHealthy();
            }
        }
        assertThat(buyers.accepted()).isPositive();
    }
}
