package kittens.product;

import static kittens.product.Shop.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is sent, the answer is a 4xx that says why.
final class HostileInputTest {

    private static final String FELIX = "/v1/kittens?filter=name%3DFelix";

    @TempDir
    static Path home;

    private static Shop shop;
    private static String kitten;

    @BeforeAll
    static void start() throws Exception {
        shop = Shop.open(home);
        kitten = Shop.json(shop.get(FELIX)).get("kittens").get(0).get("id").stringValue();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    static List<String> bodies() {
        return List.of(
                "",
                "{",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{\"sku\": 7}",
                "{\"name\": 7}",
                "{\"weight\": \"heavy\"}",
                "{\"price\": 1.5}",
                "{\"price\": 1e400}",
                "{\"price\": 99999999999999999999}",
                "{\"stock_count\": -1}",
                "{\"stock_count\": true}",
                "{\"sku\": null}",
                "{\"name\": \"\\ud83d\"}",
                "{\"name\": \"a\\u0000b\"}",
                "{\"name\": \"" + "x".repeat(100_000) + "\"}",
                "{\"quantity\": \"1\", \"kitten_id\": \"x\"}",
                "{\"quantity\": 1, \"quantity\": 2}",
                "{\"quantity\": 2147483648, \"kitten_id\": \"x\"}",
                "{\"quantity\": -9223372036854775808, \"kitten_id\": \"x\"}",
                "{\"quantity\": 1, \"kitten_id\": \"a\\u0000\"}",
                "{\"quantity\": 1, \"kitten_id\": \"'; drop table kitten; --\"}",
                "{\"a\":".repeat(5_000),
                "{\"sku\": \"a\"} {\"sku\": \"b\"}");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodiesAreRefused(String body) throws Exception {
        var path = "/v1/kittens/" + kitten;
        var before = shop.get(path).body();

        refused(shop.send(ADMIN, "POST", "/v1/kittens", body));
        refused(shop.send(ADMIN, "PUT", path, body, "If-Match", "*"));
        refused(shop.send("tom", "POST", "/v1/orders", body));
        if (!body.contains("quantity")) {
            refused(shop.send(ADMIN, "PATCH", path, body, "If-Match", "*"));
        }
        assertThat(shop.get(path).body()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"name\": \"Tom\", \"price\": \"7\"}; price; line 1, column 26",
                "{\"x\": 1,|\"weight\": 1.5}; weight; line 2, column 11",
                "{\"sku\":|  7}; sku; line 2, column 3",
                "{\"name\": \"a\",; ''; line 1, column 14",
                "{\"price\": 1, \"price\": 2}; ''; line 1, column 21",
                "[]; ''; line 1, column 1"
            })
    void aPatchIsRefusedWithThePlaceInItsOwnText(String patch, String target, String place) throws Exception {
        var refused = shop.send(ADMIN, "PATCH", "/v1/kittens/" + kitten, patch.replace('|', '\n'), "If-Match", "*");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Shop.code(refused)).isEqualTo("MalformedJson");
        var error = Shop.json(refused).get("error");
        assertThat(error.get("message").stringValue()).contains(place);
        assertThat(error.path("target").asString("")).isEqualTo(target);
    }

    @Test
    void whatACallerSentIsRepeatedWithoutControlCharacters() throws Exception {
        var refused = shop.get("/v1/kittens?filter=%1b%5b31m%0ax=1");

        assertThat(Shop.code(refused)).isEqualTo("InvalidFilter");
        assertThat(Shop.json(refused).get("error").get("message").stringValue()).doesNotMatch("(?s).*\\p{Cc}.*");
        var sorted = shop.get("/v1/kittens?sort=%1b%5b31m%0ax");
        assertThat(Shop.json(sorted).get("error").get("message").stringValue())
                .contains("'?[31m?x'")
                .doesNotMatch("(?s).*\\p{Cc}.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_size=0",
                "page_size=-1",
                "page_size=101",
                "page_size=1.5",
                "page_size=99999999999",
                "page_size=",
                "page_size=1&page_size=2",
                "sort=",
                "sort=-",
                "sort=--name",
                "sort=colour",
                "sort=name,name",
                "sort=name%20desc",
                "sort=name;drop%20table%20kitten",
                "filter=",
                "filter=%20",
                "filter=name",
                "filter=name%3D",
                "filter=%3DTom",
                "filter=name%3DTom,",
                "filter=name%3DTom%20and%20",
                "filter=name%3DTom%20and%20Jerry",
                "filter=name%3D'Tom",
                "filter=name%3D'Tom'x",
                "filter=name%3D%3DTom%20or%201%3D1,colour%3D1",
                "filter=price%3C1.5",
                "filter=price%3C1e3",
                "filter=price%3C99999999999999999999",
                "filter=price~5",
                "filter=colour%3Dred",
                "filter=updated_at%3Eyesterday",
                "filter=updated_at%3E%2B1000000000-12-31T23:59:59Z",
                "filter=name%3D%FF",
                "cursor=",
                "cursor=x",
                "cursor=AAAA",
                "cursor=%00",
                "cursor=%F0%9F%90%88",
                "cursor=eyJzb3J0IjoibmFtZSJ9"
            })
    void queriesAreRefused(String query) throws Exception {
        refused(shop.get("/v1/kittens?" + query));
    }

    static Stream<String> elevenConditions() {
        return Stream.of("price%3E1" + ",price%3E1".repeat(10), "name%3D" + "x".repeat(2_000));
    }

    @ParameterizedTest
    @MethodSource("elevenConditions")
    void filtersHaveAnEnd(String filter) throws Exception {
        refused(shop.get("/v1/kittens?filter=" + filter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kittens/no-such",
                "/v1/kittens/%F0%9F%90%88",
                "/v1/kittens/%00",
                "/v1/kittens/a%2Fb",
                "/v1/kittens/%2e%2e",
                "/v1/kittens/",
                "/v1/kittens//",
                "/v1/Kittens",
                "/v1/kittens/a;b",
                "/v1/orders/no-such",
                "/v1/orders/%00",
                "/v1/orders",
                "/sales",
                "/deadletters"
            })
    void pathsAreRefused(String path) throws Exception {
        refused(shop.send("tom", "GET", path, ""));
        refused(shop.send(ADMIN, "DELETE", path, ""));
        refused(shop.send(ADMIN, "PATCH", path, "{}", "If-Match", "*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer eyJhbGciOiJub25lIn0.e30."})
    void credentialsAreRefused(String credentials) throws Exception {
        var answer = shop.sendWith(credentials, "POST", "/v1/orders", "{\"kitten_id\": \"x\", \"quantity\": 1}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "x\"1\"", "\"1\" \"2\" ?", ",", "\"*\" *"})
    void preconditionsAreRefused(String tag) throws Exception {
        refused(shop.send(ADMIN, "PATCH", "/v1/kittens/" + kitten, "{}", "If-Match", tag));
        refused(shop.get("/v1/kittens/" + kitten, "If-None-Match", tag));
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(Shop.code(answer)).isNotBlank();
    }
}
