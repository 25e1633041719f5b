package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The index is lost, while the store is stopped or while it runs.
@Tag("slow")
@Timeout(300)
class RebuildIT {

    private static final int KITTENS = 3_000;
    private static final int SELLERS = 16;

    @TempDir
    Path directory;

    @Test
    void theIndexIsFilledAgainFromTheLog() throws Exception {
        try (var store = Store.start(directory.resolve("home"))) {
            var shop = new Shop(store);
            var before = catalogue(shop);
            assertThat(store.stop()).isZero();
            delete(store.home().resolve("search-index"));

            store.startAgain();

            assertThat(catalogue(shop)).isEqualTo(before);
            for (var kitten : before) {
                assertThat(found(shop, kitten)).contains(kitten);
            }
        }
    }

    @Test
    void productServesWhileSearchFillsItsIndex() throws Exception {
        try (var store = Store.start(directory.resolve("home"))) {
            var shop = new Shop(store);

            int answers = 0;
            for (int kittens = KITTENS; answers == 0; kittens *= 2) { // until this machine takes its time to fill
                sell(kittens, shop);
                answers = answersWhileIndexIsFilled(store, shop);
            }

            assertThat(Documents.ofSearch(shop)).isEqualTo(Documents.ofProduct(shop));
        }
    }

    /// Search loses its index; product is asked until that is filled again.
    private int answersWhileIndexIsFilled(Store store, Shop shop) throws Exception {
        var dead = store.kill("search");
        Files.move(store.home().resolve("search-index"), directory.resolve("lost-by-" + dead.pid()));

        int answers = 0;
        do {
            boolean before = isFilling(store);
            assertThat(shop.get("/v1/kittens?page_size=1").status()).isEqualTo(200);
            answers += before && isFilling(store) ? 1 : 0;
        } while (!isReady(store));
        store.awaitAnother("search", dead);
        return answers;
    }

    private static void sell(int kittens, Shop shop) throws Exception {
        var token = shop.administratorToken();
        try (var sellers = Executors.newFixedThreadPool(SELLERS)) {
            var sold = sellers.invokeAll(Collections.nCopies(
                    kittens, () -> shop.sell(token, "Lost and found", 1).status()));
            for (var each : sold) {
                assertThat(each.get()).isEqualTo(201);
            }
        }
    }

    /// Whether search is there, and says that it has not read all of the log.
    private static boolean isFilling(Store store) throws InterruptedException {
        return health(store).filter(answer -> answer.contains("read")).isPresent();
    }

    private static boolean isReady(Store store) throws InterruptedException {
        return health(store).filter(answer -> answer.startsWith("200")).isPresent();
    }

    /// Status and body; empty while search is not there.
    private static Optional<String> health(Store store) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(store.admin("search", "/health"));
            var answer = http.send(request.build(), BodyHandlers.ofString());
            return Optional.of(answer.statusCode() + " " + answer.body());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Set<String> catalogue(Shop shop) throws Exception {
        var names = new HashSet<String>();
        shop.get("/v1/kittens?page_size=100")
                .json()
                .path("kittens")
                .forEach(kitten -> names.add(kitten.path("name").asString()));
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }

    private static Set<String> found(Shop shop, String name) throws Exception {
        var names = new HashSet<String>();
        shop.post("/v1/search", Map.of("query", name))
                .json()
                .path("kittens")
                .forEach(kitten -> names.add(kitten.path("name").asString()));
        return names;
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
