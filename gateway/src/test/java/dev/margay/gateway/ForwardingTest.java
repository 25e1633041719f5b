package dev.margay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a service sees of a request, and a client of an answer.
final class ForwardingTest {

    @TempDir
    static Path home;

    private static final BlockingQueue<Request> SEEN = new LinkedBlockingQueue<>();
    private static Town town;

    @BeforeAll
    static void start() throws Exception {
        town = Town.with(home, ForwardingTest::answer);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static Response answer(Request request) throws Exception {
        var body = request.body().bytes();
        SEEN.add(request.with(Body.of(body)));
        return Response.text(201, "seen " + body.length)
                .with(Headers.of(
                        "Content-Type", "text/plain",
                        "Location", "/v1/kittens/7",
                        "Set-Cookie", "a=1",
                        "Set-Cookie", "b=2",
                        "Keep-Alive", "timeout=5",
                        "X-Internal-Node", "secret",
                        "Trailer", "Expires"));
    }

    private static Request seen() throws InterruptedException {
        var request = SEEN.poll(10, TimeUnit.SECONDS);
        assertThat(request).as("a request that came through").isNotNull();
        return request;
    }

    @Test
    void pathQueryMethodAndBodyPassAsTheyAre() throws Exception {
        var answer = town.client.send(
                town.request("/v1/kittens/a%20b?filter=price%3C5&x=%2F..%2F;y//")
                        .PUT(BodyPublishers.ofString("{\"a\":1}"))
                        .build(),
                BodyHandlers.ofString());

        var request = seen();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.target()).isEqualTo("/v1/kittens/a%20b?filter=price%3C5&x=%2F..%2F;y//");
        assertThat(request.body().text()).isEqualTo("{\"a\":1}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("seen 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void aCodedBodyPassesAsItIs(String coding) throws Exception {
        town.client.send(
                town.request("/v1/kittens/1")
                        .header("Content-Encoding", coding)
                        .PUT(BodyPublishers.ofString("only the service knows"))
                        .build(),
                BodyHandlers.ofString());

        var request = seen();
        assertThat(request.headers().first("Content-Encoding")).contains(coding);
        assertThat(request.body().text()).isEqualTo("only the service knows");
    }

    @Test
    void whatBelongsToOneConnectionOrComesFromInsideIsDropped() throws Exception {
        Town.begin(town.port(), """
                GET /v1/kittens HTTP/1.1
                Host: shop.example
                Connection: keep-alive, X-Mine
                X-Mine: secret
                TE: trailers
                Proxy-Authorization: secret
                X-Forwarded-For: 10.0.0.1
                X-Forwarded-Host: evil.example
                X-Forwarded-User: admin
                Forwarded: for=10.0.0.1
                X-Real-IP: 10.0.0.1
                X-Internal-User: admin
                X-Kept: kept

                """.replace("\n", "\r\n"));

        var headers = seen().headers();
        for (var name : List.of("X-Mine", "TE", "Proxy-Authorization", "Forwarded", "X-Real-IP", "X-Internal-User")) {
            assertThat(headers.has(name)).as(name).isFalse();
        }
        assertThat(headers.has("X-Forwarded-User")).isFalse();
        assertThat(headers.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(headers.all("X-Forwarded-Host")).containsExactly("shop.example");
        assertThat(headers.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(headers.all("Host")).hasSize(1).doesNotContain("shop.example");
        assertThat(headers.all("X-Kept")).containsExactly("kept");
    }

    @Test
    void theAnswersHeadersPassButNotThoseOfItsConnection() throws Exception {
        var answer = town.client.send(town.request("/v1/kittens").build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Location")).contains("/v1/kittens/7");
        assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().map()).doesNotContainKeys("keep-alive", "x-internal-node", "trailer");
        assertThat(answer.headers().allValues("X-Request-ID")).hasSize(1);
        assertThat(answer.headers().allValues("Date")).hasSize(1);
    }

    @Test
    void whatTheAnswersConnectionNamesIsDropped() {
        var passed = Forwarding.toClient(Headers.of("Connection", "close, x-hop", "X-Hop", "secret", "X-Kept", "kept"));

        assertThat(passed).isEqualTo(Headers.of("X-Kept", "kept"));
    }

    @Test
    void oneIdAndTheTimeLeftTravelAlong() throws Exception {
        var answer = town.client.send(
                town.request("/v1/kittens")
                        .header("X-Request-ID", "order-66")
                        .header("X-Request-Timeout-Ms", "5000")
                        .build(),
                BodyHandlers.ofString());

        var headers = seen().headers();
        assertThat(headers.all("X-Request-ID")).containsExactly("order-66");
        assertThat(Long.parseLong(headers.first("X-Request-Timeout-Ms").orElseThrow()))
                .isBetween(1L, 5_000L);
        assertThat(answer.headers().allValues("X-Request-ID")).containsExactly("order-66");
    }

    @Test
    void theTimeIsLimitedWithoutAWish() throws Exception {
        town.client.send(town.request("/v1/kittens").build(), BodyHandlers.ofString());

        assertThat(Long.parseLong(seen().headers().first("X-Request-Timeout-Ms").orElseThrow()))
                .isBetween(1L, 30_000L);
    }

    @Test
    void goodTokensPassOthersStopAtTheDoor() throws Exception {
        var good = town.token(Duration.ZERO);
        var expired = town.token(Duration.ofHours(1));

        assertThat(status("GET", "/v1/users/me", "Bearer " + good)).isEqualTo(201);
        assertThat(seen().headers().all("Authorization")).containsExactly("Bearer " + good);
        for (var bad : List.of(expired, good + "x", "")) {
            assertThat(status("GET", "/v1/users/me", "Bearer " + bad)).isEqualTo(401);
            assertThat(status("POST", "/v1/kittens", "Bearer " + bad)).isEqualTo(401);
            assertThat(status("PUT", "/v1/kittens/7", "Bearer " + bad)).isEqualTo(401);
            assertThat(status("GET", "/v1/kittens/7/toys", "Bearer " + bad)).isEqualTo(401);
            assertThat(status("DELETE", "/v1/sessions/current", "Bearer " + bad))
                    .isEqualTo(401);
        }
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/v1/users",
        "POST,/v1/sessions",
        "POST,/v1/sessions/refresh",
        "GET,/v1/kittens?page_size=3",
        "GET,/v1/kittens/7",
        "HEAD,/v1/kittens/7"
    })
    void anExpiredTokenIsNoHindranceWhereNoneIsNeeded(String method, String path) throws Exception {
        var expired = "Bearer " + town.token(Duration.ofHours(1));

        assertThat(status(method, path, expired)).isEqualTo(201);
        var request = seen();
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.headers().all("Authorization")).containsExactly(expired);
    }

    @Test
    void theServiceSaysWhichMethodsItHas() throws Exception {
        var answer = town.client.send(
                town.request("/v1/kittens/7")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.headers().allValues("Allow")).containsExactly("DELETE, GET, HEAD, OPTIONS, POST, PUT");
    }

    @Test
    void settingsOfAnotherShapeAreRefused() {
        for (var wrong : List.of("v1/kittens", "/v1/{id}", "/", "/v1//x")) {
            assertThatThrownBy(() -> Town.before(1, "--search.routes=" + wrong + ",/v1/x"))
                    .hasMessageContaining("search: routes: '%s' (expected: /path)", wrong);
        }
        for (var wrong : List.of("/v1/kittens", "GET", "get /v1/x", "GET /v1/{rest...}", "GET  /v1/x")) {
            assertThatThrownBy(() -> Town.before(1, "--search.open=" + wrong))
                    .hasMessageContaining("search: open: '%s' (expected: METHOD /path)", wrong);
        }
    }

    private int status(String method, String path, String authorization) throws Exception {
        var request = town.request(path)
                .method(method, BodyPublishers.noBody())
                .header("Authorization", authorization)
                .build();
        return town.client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/nothing",
                "/V1/kittens",
                "/v1/kittensx",
                "/v1/kittens/..",
                "/v1/kittens/%2e%2e/users",
                "/v1/kittens/%2E./users",
                "/v1/kittens/..%2fusers",
                "/v1/kittens/%252e%252e/users",
                "/v1/kittens%2f7",
                "/v1/kittens/7%2f8",
                "/v1/kittens/7%5c8",
                "/v1/kittens;x=1",
                "/v1/kittens/7;x=1",
                "/v1/kittens/7%3bx=1",
                "/v1/kittens/%00",
                "/v1/kittens/%zz",
                "/metrics",
                "/explain",
                "/threads",
                "/deadletters"
            })
    void pathsThatNobodyHasOrThatCanBeReadInTwoWaysStopAtTheDoor(String path) throws Exception {
        var answer = Town.raw(town.port(), "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));

        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "//v1/kittens, /v1/kittens",
        "/v1//kittens, /v1/kittens",
        "/v1/kittens//7, /v1/kittens/7",
        "/v1/kittens/../users, /v1/users",
        "/health/../v1/kittens?x=1, /v1/kittens?x=1"
    })
    void aPathThatIsNotCleanIsNamedAnewAtTheDoor(String path, String location) throws Exception {
        var answer = Town.raw(town.port(), "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));

        assertThat(answer).startsWith("HTTP/1.1 301 ").contains("Location: " + location + "\r\n");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void anAbsoluteTargetIsNoWayAround() throws Exception {
        var there = Town.raw(
                town.port(), "GET http://evil.example/v1/kittens HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var nowhere = Town.raw(
                town.port(), "GET http://evil.example/metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(there).startsWith("HTTP/1.1 201 ");
        assertThat(seen().target()).isEqualTo("/v1/kittens");
        assertThat(nowhere).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void healthIsTheGatewaysOwn() throws Exception {
        for (var path : List.of("/health", "/health/live", "/health/ready")) {
            var answer = town.client.send(town.request(path).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"up\"}");
        }
    }
}
