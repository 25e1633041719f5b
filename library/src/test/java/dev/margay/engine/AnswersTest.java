package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What well-formed requests get, whatever runs the handlers.
@ParameterizedClass
@EnumSource
final class AnswersTest {

    /// What runs the handlers and how it talks to the system.
    enum Mode {
        LOOP,
        FALL_BACK,
        NIO;

        EngineOptions of(EngineOptions options) {
            return switch (this) {
                case LOOP -> options;
                case FALL_BACK -> options.with(EngineOptions.Threads.JDK);
                case NIO -> options.with(EngineOptions.Sockets.NIO);
            };
        }
    }

    private final Mode mode;

    private final Semaphore gate = new Semaphore(0);
    private volatile boolean cancelled;
    private TestServer server;

    AnswersTest(Mode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void start() {
        server = TestServer.of(routes(), mode::of);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Routes routes() {
        var routes = new Routes();
        routes.get("/plain", _ -> Response.text("hello"));
        routes.post("/echo", request -> new Response(200, Headers.empty(), request.body()));
        routes.get("/none", _ -> Response.noContent());
        routes.get("/id", _ -> Response.text(Call.currentOrNew().id().value()));
        routes.get(
                "/deadline",
                _ -> Response.text(
                        Boolean.toString(Call.currentOrNew().deadline().bounded())));
        routes.get("/fails", _ -> {
            throw new IllegalStateException("secret");
        });
        routes.get(
                "/pieces",
                _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> {
                    for (int i = 0; i < 1_000; i++) {
                        out.write("0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                        if (i % 100 == 0) {
                            out.flush();
                        }
                    }
                })));
        routes.get(
                "/breaks",
                _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> {
                    out.write("a beginning".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    out.flush();
                    throw new IOException("no end");
                })));
        routes.get("/waits", _ -> waitToBeCancelled());
        routes.add(Route.of("POST", "/stream", request -> new Response(200, Headers.empty(), request.body()))
                .streaming());
        routes.add(Route.of("POST", "/refuse", _ -> Response.of(413)).streaming());
        routes.add(Route.of(
                        "POST",
                        "/late",
                        request -> new Response(200, Headers.empty(), Body.writtenBy(out -> {
                            out.write('>');
                            out.flush();
                            request.body().writeTo(out);
                        })))
                .streaming());
        return routes;
    }

    private Response waitToBeCancelled() throws Exception {
        try {
            return Call.currentOrNew().cancellation().interruptible(() -> {
                gate.tryAcquire(60, TimeUnit.SECONDS);
                return Response.text("not cancelled");
            });
        } finally {
            cancelled = Call.currentOrNew().cancellation().cancelled();
        }
    }

    @Test
    void aRequestIsAnsweredAndTheConnectionKept() throws Exception {
        try (var client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                var answer =
                        client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n").answer();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(answer.headers()).containsKey("date").doesNotContainKey("connection");
            }
        }
    }

    @Test
    void tenThousandPipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (var client = server.connect()) {
            var sender = Thread.ofVirtual().start(() -> pipeline(client));
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.answer().body()).isEqualTo("number " + i);
            }
            sender.join();
        }
    }

    private static void pipeline(RawClient client) {
        try {
            var all = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                String body = "number " + i;
                all.append("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body));
            }
            client.send(all.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void afterTheLastAnswerOfAConnectionNothingIsServed() throws Exception {
        var served = new Semaphore(0);
        var routes = new Routes().get("/", _ -> {
            served.release();
            return Response.noContent();
        });
        var late = "POST / HTTP/1.1\r\nHost: a\r\nX-Request-Timeout-Ms: 0\r\nContent-Length: 1\r\n\r\nx";
        try (var counting = TestServer.of(routes, mode::of);
                var client = counting.connect()) {
            var answer = client.send(late + "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3))
                    .answer();

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.rest()).isEmpty();
            assertThat(served.availablePermits()).isZero();
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        try (var client = server.connect()) {
            var head = client.send("HEAD /plain HTTP/1.1\r\nHost: a\r\n\r\n").answer(true);
            var next = client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n").answer();

            assertThat(head.headers()).containsEntry("content-length", "5");
            assertThat(next.body()).isEqualTo("hello");
        }
    }

    @Test
    void noContentHasNeitherBodyNorLength() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void aChunkedBodyArrivesWhole() throws Exception {
        try (var client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            client.send("6;x=y\r\n world\r\n0\r\nX: trailer\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo("hello world");
        }
    }

    @Test
    void aBodyIsWrittenAsItIsMade() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n").answer();

            assertThat(answer.headers()).containsEntry("transfer-encoding", "chunked");
            assertThat(answer.body()).hasSize(10_000).startsWith("0123456789");
        }
    }

    @Test
    void closeAmongOtherOptionsClosesTheConnection() throws Exception {
        for (var options : List.of("close", "Close, X-Mine", "X-Mine, close", "X-Mine\r\nConnection: close")) {
            try (var client = server.connect()) {
                var answer = client.send("GET /plain HTTP/1.1\r\nHost: a\r\nConnection: " + options + "\r\n\r\n")
                        .answer();

                assertThat(answer.body()).isEqualTo("hello");
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Test
    void anOldClientGetsTheWholeBodyAndAClosedConnection() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /plain HTTP/1.0\r\n\r\n").answer();

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty();
        }
        try (var client = server.connect()) {
            assertThat(client.send("GET /pieces HTTP/1.0\r\n\r\n").answer().body())
                    .hasSize(10_000);
        }
    }

    @Test
    void anAnswerThatBreaksOffHasNoCleanEnd() throws Exception {
        try (var client = server.connect()) {
            client.send("GET /breaks HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFailureShowsNothingInternalAndKeepsTheConnection() throws Exception {
        try (var client = server.connect()) {
            var answer = client.send("GET /fails HTTP/1.1\r\nHost: a\r\nX-Request-ID: mine\r\n\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.headers()).containsEntry("x-request-id", "mine");
            assertThat(answer.body()).contains("\"request_id\":\"mine\"").doesNotContain("secret");
            assertThat(client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
            eventually(() -> assertThat(server.events(EngineEvent.HandlerFailed.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.route()).isEqualTo("GET /fails")));
        }
    }

    @Test
    void theCallCarriesIdAndDeadline() throws Exception {
        try (var client = server.connect()) {
            var id = client.send("GET /id HTTP/1.1\r\nHost: a\r\nX-Request-ID: abc-1\r\n\r\n")
                    .answer();
            var strange = client.send("GET /id HTTP/1.1\r\nHost: a\r\nX-Request-ID: a b\r\n\r\n")
                    .answer();
            var bounded = client.send("GET /deadline HTTP/1.1\r\nHost: a\r\nX-Request-Timeout-Ms: 5000\r\n\r\n")
                    .answer();
            var late = client.send("GET /id HTTP/1.1\r\nHost: a\r\nX-Request-Timeout-Ms: 0\r\n\r\n")
                    .answer();
            var wrong = client.send("GET /id HTTP/1.1\r\nHost: a\r\nX-Request-Timeout-Ms: soon\r\n\r\n")
                    .answer();

            assertThat(id.body()).isEqualTo("abc-1");
            assertThat(strange.body()).matches("[0-9a-f]{32}");
            assertThat(bounded.body()).isEqualTo("true");
            assertThat(late.status()).isEqualTo(504);
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.body()).contains("\"target\":\"X-Request-Timeout-Ms\"");
        }
    }

    @Test
    void anExpectedContinueIsGivenBeforeTheBodyAndRefusedForOneTooLarge() throws Exception {
        try (var client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("hello").answer().body()).isEqualTo("hello");

            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aStreamingHandlerGivesTheExpectedContinueByReading() throws Exception {
        try (var client = server.connect()) {
            client.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("hello").answer().body()).isEqualTo("hello");

            client.send("POST /late HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("hello").answer().body()).isEqualTo(">hello");

            client.send("POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aTargetInAbsoluteFormMeansItsPath() throws Exception {
        try (var client = server.connect()) {
            assertThat(client.send("GET http://a/plain HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPeerThatLeavesCancelsItsCall() throws Exception {
        try (var client = server.connect()) {
            client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
        }

        eventually(() -> assertThat(cancelled).isTrue());
        eventually(() -> assertThat(server.events(EngineEvent.Abandoned.class)).hasSize(1));
    }

    @Test
    void aHundredMegabytesStreamThrough() throws Exception {
        long size = 100L << 20;
        try (var client = server.connect()) {
            var sender = Thread.ofVirtual().start(() -> sendMegabytes(client, 100));
            client.line();
            for (var field = client.line(); !field.isEmpty(); field = client.line()) {
                assertThat(field).doesNotStartWithIgnoringCase("Connection:");
            }
            assertThat(client.stream().skip(size)).isEqualTo(size);
            sender.join();
            assertThat(client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("hello");
        }
    }

    private static void sendMegabytes(RawClient client, int count) {
        try {
            client.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n".formatted((long) count << 20));
            for (int i = 0; i < count; i++) {
                client.send(new byte[1 << 20]);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
