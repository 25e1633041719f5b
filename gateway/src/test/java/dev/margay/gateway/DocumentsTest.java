package dev.margay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.http.Routes;
import dev.margay.openapi.OpenApi;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The document of all services, also when some are away.
final class DocumentsTest {

    private final Map<Integer, String> answers = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Handler pages = pages();
    private int asked;

    private record Token(String token) {}

    private record Kitten(String name) {}

    private Handler pages() {
        Handler services = request -> {
            asked++;
            var text = answers.get(
                    Integer.parseInt(request.target().replaceAll("^http://127.0.0.1:(\\d+)/openapi.json$", "$1")));
            return text == null ? Response.of(503) : Response.of(200).with(Body.of(text));
        };
        var own = List.of(
                Route.get("/health", _ -> Response.noContent()),
                Route.get("/v1/kittens/{rest...}", _ -> Response.noContent()));
        var table = new Routes();
        new Documents(Settings.standard(), services, nanos::get).routes(own).forEach(table::add);
        return table;
    }

    private void allAnswer() {
        answers.put(
                8_081,
                OpenApi.of(
                                "auth",
                                "1",
                                List.of(
                                        Route.post("/v1/sessions", Token.class, token -> token)
                                                .about(About.nothing().answers(201, "", Token.class)),
                                        Route.get("/internal", _ -> Response.noContent())))
                        .json());
        answers.put(
                8_083,
                OpenApi.of(
                                "product",
                                "1",
                                List.of(Route.get("/v1/kittens/{id}", _ -> Response.noContent())
                                        .about(About.nothing().answers(200, "", Kitten.class))))
                        .json());
        answers.put(
                8_082,
                OpenApi.of("search", "1", List.of(Route.get("/v1/search", _ -> Response.noContent())))
                        .json());
    }

    private OpenApi document() throws Exception {
        return OpenApi.parse(pages.handle(Request.get("/openapi.json")).body().bytes());
    }

    @Test
    void itHasWhatTheGatewayLetsThrough() throws Exception {
        allAnswer();

        assertThat(document().operations().keySet())
                .containsExactly("GET /health", "GET /v1/kittens/{id}", "GET /v1/search", "POST /v1/sessions");
        assertThat(document().tree().path("info").has("description")).isFalse();
    }

    @Test
    void itSaysWhatTheGatewayRefuses() throws Exception {
        allAnswer();
        var responses = document().tree().at("/paths/~1v1~1search/get/responses");

        assertThat(responses.propertyNames()).contains("429", "502");
        assertThat(responses.at("/504/x-error-codes").toString())
                .isEqualTo("[\"DeadlineExceeded\",\"GatewayTimeout\"]");
    }

    @Test
    void aServiceThatIsAwayIsNamedAndComesBack() throws Exception {
        allAnswer();
        var product = answers.remove(8_083);

        assertThat(document().operations().keySet()).doesNotContain("GET /v1/kittens/{id}");
        assertThat(document().tree().at("/info/description").asString())
                .isEqualTo(
                        "Not described at the moment, for their service does not answer: `/v1/kittens`, `/v1/orders`.");

        answers.put(8_083, product);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(document().operations().keySet()).contains("GET /v1/kittens/{id}");
        assertThat(document().tree().path("info").has("description")).isFalse();
    }

    @Test
    void whatWasKnownOfAServiceStays() throws Exception {
        allAnswer();
        var before = document();
        answers.clear();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(document()).isEqualTo(before);
    }

    @Test
    void servicesAreNotAskedForEachReader() throws Exception {
        allAnswer();
        document();
        document();
        assertThat(asked).isEqualTo(3);

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        document();
        assertThat(asked).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"openapi\":\"3.1.0\"}", "<html>", "{\"openapi\":7,\"paths\":[]}"})
    void aServiceThatAnswersNonsenseIsAway(String nonsense) throws Exception {
        allAnswer();
        answers.put(8_083, nonsense);

        assertThat(document().operations().keySet())
                .containsExactly("GET /health", "GET /v1/search", "POST /v1/sessions");
    }

    @Test
    void theFrontPageLeadsOnAndShowsATitleAsText() throws Exception {
        var page = new FrontPage("A <b> & c").handle(Request.get("/"));

        assertThat(page.body().text())
                .contains(
                        "<h1>A &lt;b> &amp; c</h1>",
                        "href=\"docs/\"",
                        "href=\"openapi.json\"",
                        "href=\"openapi.yaml\"");
        assertThat(page.headers().first("Content-Security-Policy").orElse("")).contains("default-src 'none'");
    }
}
