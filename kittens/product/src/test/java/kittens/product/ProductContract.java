package kittens.product;

import static kittens.product.Shop.ADMIN;
import static kittens.product.Shop.code;
import static kittens.product.Shop.json;
import static kittens.product.Shop.kitten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients see of kittens and orders, whichever database stands behind it.
abstract class ProductContract {

    private static final String KITTENS = "/v1/kittens";
    private static final String ORDERS = "/v1/orders";

    @TempDir
    Path home;

    Shop shop;

    abstract Shop open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        shop = open();
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private HttpResponse<String> order(String user, String kitten, long quantity, String... headers) throws Exception {
        return shop.send(
                user, "POST", ORDERS, "{\"kitten_id\": \"%s\", \"quantity\": %d}".formatted(kitten, quantity), headers);
    }

    private long stock(String id) throws Exception {
        return json(shop.get(KITTENS + "/" + id)).get("stock_count").longValue();
    }

    /// All names of all pages.
    private List<String> walked(String query, int size) throws Exception {
        var found = new ArrayList<String>();
        var next = "";
        do {
            var page = json(shop.get(KITTENS + "?page_size=" + size + query + next));
            page.get("kittens").forEach(one -> found.add(one.get("id").stringValue()));
            next = page.get("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("next_cursor").stringValue();
        } while (!next.isEmpty());
        return found;
    }

    private static <T> List<T> together(int times, Callable<T> what) throws Exception {
        var barrier = new CyclicBarrier(times);
        try (var threads = Executors.newFixedThreadPool(times)) {
            var tasks = new ArrayList<Callable<T>>();
            for (int i = 0; i < times; i++) {
                tasks.add(() -> {
                    barrier.await();
                    return what.call();
                });
            }
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void aNewStoreHasKittensAndDoesNotGetThemTwice() throws Exception {
        var before = walked("", 7);

        shop.restart();

        assertThat(before).hasSizeGreaterThan(30).doesNotHaveDuplicates();
        assertThat(walked("", 100)).isEqualTo(before);
        assertThat(shop.get(KITTENS + "?filter=name%3D%22Fat%20Freddy's%20Cat%22")
                        .body())
                .contains("KIT-0001");
    }

    @Test
    void everyOrderOfEveryPageSizeShowsEachKittenOnce() throws Exception {
        var all = walked("", 100);

        for (var sort : List.of("id", "name", "-name", "-price", "breed,-weight", "stock_count", "-updated_at,sku")) {
            assertThat(walked("&sort=" + sort, 5)).as(sort).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void filtersAreCombinedAndKeptOverPages() throws Exception {
        var some = walked("&sort=-price&filter=price%3E%3D9000%20and%20price%3C12900,breed!%3DPersian", 2);

        assertThat(some).hasSizeGreaterThan(5);
        for (var id : some) {
            assertThat(json(shop.get(KITTENS + "/" + id)).get("price").longValue())
                    .isBetween(9_000L, 12_899L);
        }
    }

    @Test
    void aCursorBelongsToItsSortAndFilter() throws Exception {
        var cursor = json(shop.get(KITTENS + "?page_size=2&sort=-price"))
                .get("next_cursor")
                .stringValue();

        assertThat(shop.get(KITTENS + "?page_size=3&sort=-price&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(200);
        assertThat(code(shop.get(KITTENS + "?sort=price&cursor=" + cursor))).isEqualTo("InvalidCursor");
        assertThat(code(shop.get(KITTENS + "?sort=-price&filter=price%3E1&cursor=" + cursor)))
                .isEqualTo("InvalidCursor");
        var forged = (cursor.startsWith("A") ? "B" : "A") + cursor.substring(1);
        assertThat(code(shop.get(KITTENS + "?sort=-price&cursor=" + forged))).isEqualTo("InvalidCursor");
    }

    @Test
    void aKittenIsAddedReadReplacedPatchedAndRemoved() throws Exception {
        var added = shop.send(ADMIN, "POST", KITTENS, kitten("NEW-1", 4_200, 3));
        var path = added.headers().firstValue("Location").orElseThrow();
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(shop.get(path).body()).isEqualTo(added.body());
        assertThat(shop.get(path, "If-None-Match", "\"0\", W/\"1\"").statusCode())
                .isEqualTo(304);

        var replaced = shop.send(ADMIN, "PUT", path, kitten("NEW-2", 4_300, 3), "If-Match", "\"1\"");
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(json(replaced).get("sku").stringValue()).isEqualTo("NEW-2");
        assertThat(replaced.headers().firstValue("ETag")).hasValue("\"2\"");

        var patched = shop.send(ADMIN, "PATCH", path, "{\"name\": \" Zoë 🐈 \", \"x\": 1}", "If-Match", "*");
        assertThat(json(patched).get("name").stringValue()).isEqualTo("Zoë 🐈");
        assertThat(json(patched).get("price").longValue()).isEqualTo(4_300);
        assertThat(json(patched).get("version").longValue()).isEqualTo(3);

        assertThat(shop.send(ADMIN, "DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(shop.get(path).statusCode()).isEqualTo(404);
        assertThat(shop.send(ADMIN, "DELETE", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aChangeSaysWhichVersionItIsMeantFor() throws Exception {
        var path = KITTENS + "/" + shop.stocked("NEW-1", 1, 1);

        assertThat(shop.send(ADMIN, "PUT", path, kitten("NEW-1", 1, 1)).statusCode())
                .isEqualTo(428);
        assertThat(shop.send(ADMIN, "PATCH", path, "{}").statusCode()).isEqualTo(428);
        assertThat(shop.send(ADMIN, "PATCH", path, "{}", "If-Match", "\"7\"").statusCode())
                .isEqualTo(412);
        assertThat(shop.send(ADMIN, "PATCH", path, "{}", "If-Match", "W/\"7\"").statusCode())
                .isEqualTo(412);
        assertThat(shop.send(ADMIN, "PATCH", path, "{}", "If-Match", "1").statusCode())
                .isEqualTo(400);
        assertThat(shop.send(ADMIN, "DELETE", path, "", "If-Match", "\"7\"").statusCode())
                .isEqualTo(412);
        assertThat(shop.get(path).headers().firstValue("ETag")).hasValue("\"1\"");
    }

    @Test
    void theTagOfACompressedKittenIsAsGoodInAChange() throws Exception {
        var path = KITTENS + "/" + shop.stocked("NEW-1", 1, 1);
        shop.restart("--compression.from=0");
        var zipped = shop.get(path, "Accept-Encoding", "gzip");
        var tag = zipped.headers().firstValue("ETag").orElseThrow();

        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(shop.send(ADMIN, "PUT", path, kitten("NEW-1", 2, 1), "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(shop.send(ADMIN, "PUT", path, kitten("NEW-1", 3, 1), "If-Match", tag)
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void anExpiredTokenIsNoHindranceToReading() throws Exception {
        var path = KITTENS + "/" + shop.stocked("NEW-1", 1, 1);
        var expired = "Bearer " + shop.expiredToken("tom");

        assertThat(shop.sendWith(expired, "GET", KITTENS, "").statusCode()).isEqualTo(200);
        assertThat(shop.sendWith(expired, "GET", path, "").statusCode()).isEqualTo(200);
        assertThat(shop.sendWith(expired, "POST", "/v1/orders", "{}").statusCode())
                .isEqualTo(401);
        assertThat(shop.sendWith(expired, "GET", "/v1/orders/unknown", "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aBodyOfAnotherShapeIsToldTheNamesOfJson() throws Exception {
        var refused = shop.send("tom", "POST", "/v1/orders", "[]");

        assertThat(json(refused).get("error").get("message").stringValue())
                .contains("expected: an object with kitten_id, quantity");
    }

    @Test
    void ofChangesToOneVersionAtTheSameTimeOneIsMade() throws Exception {
        var path = KITTENS + "/" + shop.stocked("NEW-1", 1, 1);

        var statuses = together(
                8,
                () -> shop.send(ADMIN, "PATCH", path, "{\"price\": 2}", "If-Match", "\"1\"")
                        .statusCode());

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
    }

    @Test
    void aSkuIsTakenOnce() throws Exception {
        shop.stocked("NEW-1", 1, 1);
        var other = shop.stocked("NEW-2", 1, 1);

        assertThat(code(shop.send(ADMIN, "POST", KITTENS, kitten("NEW-1", 1, 1))))
                .isEqualTo("SkuTaken");
        var patched = shop.send(ADMIN, "PATCH", KITTENS + "/" + other, "{\"sku\": \"NEW-1\"}", "If-Match", "*");
        assertThat(patched.statusCode()).isEqualTo(409);
        assertThat(code(patched)).isEqualTo("SkuTaken");
        assertThat(json(shop.get(KITTENS + "/" + other)).get("version").longValue())
                .isEqualTo(1);
    }

    @Test
    void onlyAdministratorsWrite() throws Exception {
        var path = KITTENS + "/" + shop.stocked("NEW-1", 1, 1);

        for (var method : List.of("PUT", "PATCH", "DELETE")) {
            assertThat(shop.send("", method, path, "{").statusCode()).isEqualTo(401);
            assertThat(shop.send("tom", method, path, "{").statusCode()).isEqualTo(403);
        }
        assertThat(shop.send("", "POST", KITTENS, "").statusCode()).isEqualTo(401);
        assertThat(shop.send("tom", "POST", KITTENS, "").statusCode()).isEqualTo(403);
        assertThat(shop.sendWith("Bearer " + shop.expiredToken(ADMIN), "POST", KITTENS, "")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void everyViolationIsNamed() throws Exception {
        var refused = shop.send(ADMIN, "POST", KITTENS, """
                {"sku": " ", "name": "a\\u0000b", "breed": "%s", "weight": 0, "price": -1}""".formatted("x".repeat(101)));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("Invalid");
        assertThat(json(refused).get("error").get("details").findValuesAsString("target"))
                .containsExactlyInAnyOrder("sku", "name", "breed", "weight", "price", "stock_count");
        var path = KITTENS + "/" + shop.stocked("NEW-1", 1, 1);
        var patched = shop.send(ADMIN, "PATCH", path, "{\"name\": null, \"price\": -1}", "If-Match", "*");
        assertThat(patched.statusCode()).isEqualTo(400);
        assertThat(json(patched).get("error").get("details").findValuesAsString("target"))
                .containsExactlyInAnyOrder("name", "price");
    }

    @Test
    void anOrderTakesStockAndIsSeenByItsCustomer() throws Exception {
        var kitten = shop.stocked("NEW-1", 4_200, 5);

        var placed = order("tom", kitten, 2);

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(json(placed).get("kitten_id").stringValue()).isEqualTo(kitten);
        assertThat(json(placed).get("price").longValue()).isEqualTo(8_400);
        assertThat(stock(kitten)).isEqualTo(3);
        var path = placed.headers().firstValue("Location").orElseThrow();
        assertThat(shop.send("tom", "GET", path, "").body()).isEqualTo(placed.body());
        assertThat(shop.send(ADMIN, "GET", path, "").statusCode()).isEqualTo(200);
        assertThat(shop.send("felix", "GET", path, "").statusCode()).isEqualTo(404);
        assertThat(shop.get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void whatCannotBeOrderedIsRefusedWithItsReason() throws Exception {
        var kitten = shop.stocked("NEW-1", 1, 5);

        assertThat(code(order("tom", kitten, 6))).isEqualTo("OutOfStock");
        assertThat(order("tom", "no-such-kitten", 1).statusCode()).isEqualTo(404);
        assertThat(order("tom", "🐈", 1).statusCode()).isEqualTo(404);
        assertThat(order("tom", kitten, 0).statusCode()).isEqualTo(400);
        assertThat(order("tom", kitten, 101).statusCode()).isEqualTo(400);
        assertThat(order("", kitten, 1).statusCode()).isEqualTo(401);
        assertThat(stock(kitten)).isEqualTo(5);
    }

    @Test
    void tenKittensGoToTenOfFiftyBuyers() throws Exception {
        var kitten = shop.stocked("NEW-1", 1, 10);

        var statuses = together(50, () -> order("tom", kitten, 1).statusCode());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(40);
        assertThat(stock(kitten)).isZero();
        Eventually.eventually(
                () -> assertThat(shop.admin("/sales").get("orders").longValue()).isEqualTo(10));
    }

    @Test
    void anOrderIsRepeatedSafelyUnderItsKey() throws Exception {
        var kitten = shop.stocked("NEW-1", 1, 100);
        var first = order("tom", kitten, 1, "Idempotency-Key", "k-1");

        var again = order("tom", kitten, 1, "Idempotency-Key", "k-1");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        var other = order("tom", kitten, 2, "Idempotency-Key", "k-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(code(other)).isEqualTo("IdempotencyKeyReused");
        assertThat(order("felix", kitten, 2, "Idempotency-Key", "k-1").statusCode())
                .isEqualTo(201);
        assertThat(order("tom", kitten, 1, "Idempotency-Key", "a b").statusCode())
                .isEqualTo(400);
        assertThat(order("tom", kitten, 1, "Idempotency-Key", "k".repeat(256)).statusCode())
                .isEqualTo(400);
        assertThat(stock(kitten)).isEqualTo(97);
    }

    @Test
    void twinsUnderOneKeyAreOneOrder() throws Exception {
        var kitten = shop.stocked("NEW-1", 1, 100);

        var bodies = together(
                16, () -> order("tom", kitten, 1, "Idempotency-Key", "twin").body());

        assertThat(bodies).containsOnly(bodies.getFirst());
        assertThat(stock(kitten)).isEqualTo(99);
    }

    @Test
    void theLedgerAddsUpWhatWasSold() throws Exception {
        var one = shop.stocked("NEW-1", 100, 10);
        var two = shop.stocked("NEW-2", 7, 10);
        order("tom", one, 2);
        order("felix", one, 1);
        order("tom", two, 3);

        Eventually.eventually(() -> {
            var sales = shop.admin("/sales");
            assertThat(sales.get("orders").longValue()).isEqualTo(3);
            assertThat(sales.get("quantity").longValue()).isEqualTo(6);
            assertThat(sales.get("revenue").longValue()).isEqualTo(321);
            assertThat(sales.get("lines").size()).isEqualTo(2);
        });
    }
}
