package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The index is deleted while the store is stopped.
class RebuildIT {

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
