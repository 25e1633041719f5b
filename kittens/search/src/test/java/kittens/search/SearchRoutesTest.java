package kittens.search;

import static kittens.search.Events.kitten;
import static kittens.search.Events.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.Body;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Routes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRoutesTest {

    @TempDir
    Path directory;

    private final Routes routes = new Routes();
    private Index index;

    @BeforeEach
    void open() throws Exception {
        index = Index.open(directory, InstantSource.system());
        index.apply(List.of(told(kitten("1", "Tom")), told(kitten("2", "Tom Thumb"))), 2);
        new SearchRoutes(index).all().forEach(routes::add);
    }

    @AfterEach
    void close() throws Exception {
        index.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/search"})
    void answersWithKittens(String path) throws Exception {
        assertThat(post(path, "{\"query\":\"thumb\"}")).isEqualTo("""
                {"kittens":[{"id":"2","sku":"SKU-2","name":"Tom Thumb","breed":"European Shorthair","version":1}],\
                "next_cursor":null}""");
    }

    @Test
    void nothingFoundIsAnEmptyList() throws Exception {
        assertThat(post("/v1/search", "{\"query\":\"nobody\"}")).isEqualTo("{\"kittens\":[],\"next_cursor\":null}");
    }

    @Test
    void aPageLeadsToTheNext() throws Exception {
        var first = get("/v1/search?q=tom&page_size=1");
        var cursor = first.replaceAll(".*\"next_cursor\":\"([^\"]+)\".*", "$1");

        assertThat(first).contains("\"id\":\"1\"");
        assertThat(get("/v1/search?q=tom&page_size=1&cursor=" + cursor))
                .contains("\"id\":\"2\"")
                .contains("\"next_cursor\":null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "{\"query\":null}",
                "{\"query\":\"\"}",
                "{\"query\":\"  \\t\"}",
                "{\"query\":7}",
                "{\"query\":[\"tom\"]}",
                "{\"query\":\"tom\"} {}",
                "{\"query\":\"tom\",\"page_size\":0}",
                "{\"query\":\"tom\",\"page_size\":101}",
                "{\"query\":\"tom\",\"page_size\":\"5\"}",
                "{\"query\":\"tom\",\"page_size\":99999999999}",
                "{\"query\":\"tom\",\"cursor\":\"forged\"}",
                "{\"query\":\"tom\",\"cursor\":\"\"}"
            })
    void badCriteriaAreRefused(String body) {
        assertRefused(Request.post("/v1/search", Body.of(body)));
    }

    @Test
    void anEndlessQueryIsRefused() {
        assertRefused(Request.post("/v1/search", Body.of("{\"query\":\"" + "a".repeat(257) + "\"}")));
        assertRefused(Request.get("/v1/search?q=" + "a".repeat(257)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/search",
                "/v1/search?q=",
                "/v1/search?q=+%20",
                "/v1/search?q=%",
                "/v1/search?q=%ff",
                "/v1/search?q=tom&page_size=0",
                "/v1/search?q=tom&page_size=x",
                "/v1/search?q=tom&cursor=x"
            })
    void badParametersAreRefused(String target) {
        assertRefused(Request.get(target));
    }

    private void assertRefused(Request request) {
        assertThatThrownBy(() -> routes.handle(request))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    private String post(String path, String body) throws Exception {
        return routes.handle(Request.post(path, Body.of(body))).body().text();
    }

    private String get(String target) throws Exception {
        return routes.handle(Request.get(target)).body().text();
    }
}
