package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store is stopped as Ctrl-C does, and started again.
class SecondStartIT {

    private static final Pattern COMPLAINT = Pattern.compile("\\b(WARN|WARNING|ERROR|SEVERE)\\b");

    /// The machine's fault: five programs start on it at once.
    private static final Pattern LOOP_HELD =
            Pattern.compile(" held \\S+ for [0-9]+ ms: use Blocking\\.call or \\.computes\\(\\)");

    @TempDir
    Path directory;

    @Test
    void allIsThereAgainAndNothingWasLeftNorComplained() throws Exception {
        try (var store = Store.start(directory.resolve("home"))) {
            var shop = new Shop(store);
            var customer = shop.register();
            var kitten = shop.sell(shop.administratorToken(), "Sturmfest", 3);
            var order = shop.order(shop.tokenOf(customer), kitten.text("id"), 2);
            assertThat(order.status()).isEqualTo(201);
            Eventually.eventually(() -> assertThat(store.mails()).hasSize(2));
            Eventually.eventually(() -> assertThat(Documents.ofSearch(shop)).isEqualTo(Documents.ofProduct(shop)));
            var catalogue = Documents.ofProduct(shop);
            nobodyComplained(store);
            var processes = store.processes();

            assertThat(store.stop()).isZero();
            assertThat(processes).hasSizeGreaterThan(Store.PROGRAMS.size()).noneMatch(ProcessHandle::isAlive);
            store.startAgain();

            assertThat(Documents.ofProduct(shop)).isEqualTo(catalogue);
            assertThat(Documents.ofSearch(shop)).isEqualTo(catalogue);
            var token = shop.tokenOf(customer);
            assertThat(shop.get("/v1/orders/" + order.text("id"), Shop.with(token))
                            .body())
                    .isEqualTo(order.body());
            assertThat(store.mails()).hasSize(2);
            assertThat(shop.administratorToken()).isNotEmpty();
            nobodyComplained(store);
            assertThat(store.log("auth").split("first password is in", -1)).hasSize(3); // at each start
        }
    }

    private static void nobodyComplained(Store store) throws IOException {
        for (var program : Store.PROGRAMS) {
            assertThat(store.log(program).lines())
                    .describedAs("what %s says", program)
                    .isNotEmpty()
                    .noneMatch(SecondStartIT::isComplaint);
        }
    }

    private static boolean isComplaint(String line) {
        return COMPLAINT.matcher(line).find() && !LOOP_HELD.matcher(line).find();
    }
}
