package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Headers;
import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two programs could read in two ways, and other things that are no HTTP: 4xx and a closed connection.
final class HostileRequestsTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final AtomicInteger SMUGGLED_SEEN = new AtomicInteger();
    private static TestServer server;

    @BeforeAll
    static void start() {
        var routes = new Routes()
                .post("/echo", request -> new Response(200, Headers.empty(), request.body()))
                .get("/plain", _ -> Response.text("hello"))
                .get("/smuggled", _ -> {
                    SMUGGLED_SEEN.incrementAndGet();
                    return Response.text("smuggled");
                });
        server = TestServer.of(routes, EngineOptions.Threads.ON_LOOP, Limits.standard());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    static String[] malformed() {
        String post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
        String get = "GET /plain HTTP/1.1\r\n";
        return new String[] {
            post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: 5, 5\r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Content-Length: -1\r\n\r\n" + SMUGGLED,
            post + "Content-Length: +5\r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: 0x5\r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: five\r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: \r\n\r\nhello" + SMUGGLED,
            post + "Content-Length: 99999999999999999999\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: gzip\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: identity\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            post + "Content-Length : 5\r\n\r\nhello" + SMUGGLED,
            post + "X: a\r\n b\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
            post + "X: a\r\n\tb\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
            post + " X: a\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
            "POST /echo HTTP/1.1\nHost: a\nContent-Length: 0\n\n" + SMUGGLED,
            "POST /echo HTTP/1.1\r\nHost: a\nContent-Length: 0\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nX: a\rb\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nX: a\0b\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nX\0: a\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nX\u00e9: a\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\n: a\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nX(y): a\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nno colon\r\n\r\n" + SMUGGLED,
            get + "\r\n" + SMUGGLED,
            get + "Host: a\r\nHost: b\r\n\r\n" + SMUGGLED,
            get + "Host: a\r\nHost: a\r\n\r\n" + SMUGGLED,
            get + "Host: a b\r\n\r\n" + SMUGGLED,
            get + "Host: a/b\r\n\r\n" + SMUGGLED,
            get + "Host: u@a\r\n\r\n" + SMUGGLED,
            "GET /\r\n",
            "GET /plain\r\n\r\n" + SMUGGLED,
            "GET /plain HTTP/0.9\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain HTTP/1.2\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain HTTP/2.0\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain HTTP/3\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain http/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain HTTP/1.1x\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET  /plain HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain  HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET\t/plain\tHTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            " GET /plain HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "\0GET /plain HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /pl\0ain HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /pl\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET /plain#x HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET plain HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "GET * HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "G(T /plain HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n" + SMUGGLED,
            "PRI * HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED,
        };
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoHttpIsRefused(String request) throws Exception {
        try (var client = server.connect()) {
            var answer = client.send(request).answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"MalformedRequest\"");
            assertThat(client.rest()).isEmpty();
            assertThat(SMUGGLED_SEEN).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello world\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5 5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n",
            })
    void aBrokenChunkIsRefused(String chunks) throws Exception {
        try (var client = server.connect()) {
            var answer = client.send(
                            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED)
                    .answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(SMUGGLED_SEEN).hasValue(0);
        }
    }

    @Test
    void whatCameBeforeIsAnsweredFirst() throws Exception {
        try (var client = server.connect()) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\nGET /plain HTTP/1.1\r\n\r\n" + SMUGGLED);

            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            eventually(() -> assertThat(server.events(EngineEvent.MalformedRequest.class))
                    .isNotEmpty());
        }
    }

    @Test
    void anOverlongRequestLineIsRefused() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED)
                    .answer();

            assertThat(answer.status()).isEqualTo(414);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aRequestLineWithoutEndIsRefused() throws Exception {
        try (var client = server.connect()) {
            assertThat(client.send("GET /" + "x".repeat(100_000)).answer().status())
                    .isEqualTo(414);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void overlongHeadersAreRefused() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /plain HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void tooManyHeadersAreRefused() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /plain HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(101) + "\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void anotherExpectationIsRefused() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: tea\r\n\r\nx")
                    .answer();

            assertThat(answer.status()).isEqualTo(417);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aBodyTooLargeIsRefusedAndTheAnswerArrives() throws Exception {
        try (var client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2097152\r\n\r\n");
            var answer = client.send(new byte[2 << 20]).answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aChunkedBodyTooLargeIsRefused() throws Exception {
        try (var client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("200000\r\n");
            var answer = client.send(new byte[2 << 20]).answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void anUpgradeToHttp2IsIgnored() throws Exception {
        try (var client = server.connect()) {
            client.send("GET /plain HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n");
            client.send("Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
        }
    }
}
