package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.engine.EngineEvent.TooSlow.Waiting;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers may take: time, connections, requests.
final class LimitsTest {

    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final int LARGE = 50_000;

    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger answers = new AtomicInteger();

    private TestServer server(Limits limits) {
        var routes = new Routes()
                .get("/plain", _ -> Response.text("hello"))
                .post("/echo", request -> new Response(200, Headers.empty(), request.body()))
                .get("/large", _ -> {
                    answers.incrementAndGet();
                    return Response.text("x".repeat(LARGE));
                })
                .get(
                        "/pieces",
                        _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> out.write(new byte[10_000_000]))))
                .get("/waits", _ -> {
                    gate.tryAcquire(30, TimeUnit.SECONDS);
                    return Response.text("waited");
                });
        return TestServer.of(routes, EngineOptions.Threads.ON_LOOP, limits);
    }

    private static Limits times(Duration headers, Duration body, Duration idle) {
        return Limits.standard().with(new Limits.Times(headers, body, idle));
    }

    @Test
    void headersThatComeOneByteAtATimeAreRefused() throws Exception {
        try (var server = server(times(SHORT, LONG, LONG));
                var client = server.connect()) {
            var drip = drip(client, "GET /plain HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(10_000));

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
            drip.interrupt();
            eventually(
                    () -> assertThat(server.events(EngineEvent.TooSlow.class)).isNotEmpty());
        }
    }

    @Test
    void aBodyThatComesOneByteAtATimeIsRefused() throws Exception {
        try (var server = server(times(LONG, SHORT, LONG));
                var client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            var drip = drip(client, "x".repeat(100_000));

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
            drip.interrupt();
        }
    }

    private static Thread drip(RawClient client, String text) {
        return Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < text.length() && !Thread.currentThread().isInterrupted(); i++) {
                    client.send(text.substring(i, i + 1));
                    LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException _) {
                Thread.currentThread().interrupt(); // the server has closed: what the test waits for
            }
        });
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (var server = server(times(LONG, LONG, SHORT));
                var fresh = server.connect();
                var used = server.connect()) {
            assertThat(used.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);

            assertThat(fresh.rest()).isEmpty();
            assertThat(used.rest()).isEmpty();
        }
    }

    @Test
    void aPeerThatDoesNotReadGetsNoMoreAnswersUntilItDoes() throws Exception {
        int all = 3_000;
        try (var server = server(Limits.standard());
                var client = server.connect()) {
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".repeat(all));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var seen = new AtomicInteger(-1);
            eventually(() -> {
                int before = seen.getAndSet(answers.get());
                LockSupport.parkNanos(SHORT.toNanos() / 4);
                assertThat(answers.get()).isPositive().isEqualTo(before);
            });
            assertThat(answers.get()).isLessThan(all / 4);

            for (int i = 0; i < all; i++) {
                assertThat(client.answer().body()).hasSize(LARGE);
            }
            sender.join();
            assertThat(answers.get()).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/pieces"})
    void aPeerThatReadsNothingForTooLongIsCutOff(String path) throws Exception {
        try (var server = server(times(LONG, LONG, SHORT));
                var client = server.connect()) {
            client.send(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(300));

            eventually(() -> assertThat(server.events(EngineEvent.TooSlow.class))
                    .anyMatch(event -> event.waiting() == Waiting.READING));
            eventually(() -> assertThat(server.requests()).isZero());
        }
    }

    @Test
    void aSlowHandlerIsNotTheClientsFault() throws Exception {
        try (var server = server(times(SHORT, SHORT, SHORT));
                var client = server.connect()) {
            client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            LockSupport.parkNanos(3 * SHORT.toNanos());
            gate.release();

            assertThat(client.answer().body()).isEqualTo("waited");
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosed() throws Exception {
        try (var server = server(Limits.standard().withConnections(2));
                var first = server.connect();
                var second = server.connect()) {
            for (var client : new RawClient[] {first, second}) {
                assertThat(client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
            try (var third = server.connect()) {
                assertThat(third.rest()).isEmpty();
            }
            first.finish();
            assertThat(first.rest()).isEmpty();
            eventually(() -> {
                try (var next = server.connect()) {
                    assertThat(next.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                                    .answer()
                                    .status())
                            .isEqualTo(200);
                }
            });
            eventually(() -> assertThat(server.events(EngineEvent.ConnectionRefused.class))
                    .isNotEmpty());
        }
    }

    @Test
    void requestsBeyondTheLimitAreRefusedAndTheConnectionKept() throws Exception {
        try (var server = server(Limits.standard().withRequests(1));
                var busy = server.connect();
                var client = server.connect()) {
            busy.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
            var refused = client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            gate.release();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsKey("retry-after");
            assertThat(refused.body()).contains("\"retryable\":true");
            assertThat(busy.answer().status()).isEqualTo(200);
            assertThat(client.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }
}
