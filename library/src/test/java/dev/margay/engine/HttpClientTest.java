package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.CorrelationId;
import dev.margay.context.Deadline;
import dev.margay.engine.HttpClient.BrokenConnectionException;
import dev.margay.engine.HttpClient.ConnectFailedException;
import dev.margay.engine.HttpClient.NoConnectionFreeException;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Limits;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpClientTest {

    private final Semaphore gate = new Semaphore(0);
    private final TestServer server = TestServer.of(routes(), EngineOptions.Threads.ON_LOOP, Limits.standard());
    private final HttpClient client = HttpClient.open(
            ClientOptions.standard().withConnect(Duration.ofSeconds(1)).withIdle(Duration.ofSeconds(5)));

    private volatile boolean cancelled;

    @AfterEach
    void stop() {
        gate.release(100);
        client.close();
        server.close();
    }

    private Routes routes() {
        var routes = new Routes()
                .get("/plain", _ -> Response.text("hello"))
                .get(
                        "/id",
                        request -> Response.text(request.headers().find("X-Request-ID") + " "
                                + request.headers().find("traceparent") + " "
                                + Call.currentOrNew().deadline().bounded()))
                .get("/status/{code}", request -> Response.of(Integer.parseInt(request.variable("code"))))
                .post("/echo", request -> new Response(200, Headers.empty(), request.body()))
                .get(
                        "/waits",
                        _ -> Call.currentOrNew().cancellation().interruptible(() -> {
                            try {
                                gate.tryAcquire(30, TimeUnit.SECONDS);
                            } finally {
                                cancelled = Call.currentOrNew().cancellation().cancelled();
                            }
                            return Response.text("waited");
                        }))
                .get(
                        "/large",
                        _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> {
                            for (int i = 0; i < 1_000; i++) {
                                out.write(new byte[10_000]);
                            }
                        })));
        routes.get("/peer", request -> Response.text(request.remote()));
        routes.add(Route.of("POST", "/refuse", _ -> Response.of(413)).streaming());
        routes.add(Route.of("POST", "/stream", request -> new Response(200, Headers.empty(), request.body()))
                .streaming());
        return routes;
    }

    private Response get(String target) throws Exception {
        return client.handle(Request.get(server.url(target)));
    }

    @Test
    void getsAndPosts() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(get("/plain").body().text()).isEqualTo("hello");
            assertThat(client.handle(Request.post(server.url("/echo"), Body.of("x" + i)))
                            .body()
                            .text())
                    .isEqualTo("x" + i);
        }
    }

    @Test
    void anyStatusIsAnAnswer() throws Exception {
        assertThat(get("/status/204").status()).isEqualTo(204);
        assertThat(get("/status/304").status()).isEqualTo(304);
        assertThat(get("/status/503").status()).isEqualTo(503);
        assertThat(get("/nothing").status()).isEqualTo(404);
        assertThat(client.handle(Request.of("HEAD", server.url("/plain"))).status())
                .isEqualTo(200);
    }

    @Test
    void theCallTravelsAlong() throws Exception {
        var call = Call.begin().with(Deadline.after(Duration.ofSeconds(20)));
        String seen = call.run(() -> get("/id").body().text());

        assertThat(seen)
                .startsWith(call.id().value() + " 00-")
                .contains(call.trace().traceparent().substring(3, 35))
                .endsWith(" true");
    }

    @Test
    void aLargeAnswerIsReadAsItComes() throws Exception {
        try (InputStream body = get("/large").body().stream()) {
            assertThat(body.skip(10_000_000)).isEqualTo(10_000_000);
            assertThat(body.read()).isEqualTo(-1);
        }
        assertThat(get("/plain").status()).isEqualTo(200);
    }

    @Test
    void anAnswerClosedUnreadLeavesTheClientUsable() throws Exception {
        for (int i = 0; i < 20; i++) {
            get("/large").body().stream().close();
        }
        assertThat(get("/plain").status()).isEqualTo(200);
    }

    @Test
    void aStreamGoesOutWhileItsEchoComesIn() throws Exception {
        var bytes = new byte[3_000_000];
        for (var length : new OptionalLong[] {OptionalLong.empty(), OptionalLong.of(bytes.length)}) {
            var body = Body.from(new ByteArrayInputStream(bytes), length);
            var answer = client.handle(Request.post(server.url("/stream"), body));

            assertThat(answer.body().bytes()).hasSize(bytes.length);
        }
    }

    @Test
    void anAnswerMayComeBeforeTheBodysWriterEnds() throws Exception {
        var answered = new CountDownLatch(1);
        var content = new ByteArrayInputStream(new byte[10]) {
            @Override
            public synchronized long transferTo(OutputStream target) throws IOException {
                long count = super.transferTo(target);
                target.flush();
                await(answered);
                return count;
            }
        };
        var peer = get("/peer").body().text();
        var body = Body.from(content, OptionalLong.of(10));

        var answer = client.handle(Request.post(server.url("/echo"), body));
        answered.countDown();

        assertThat(answer.body().bytes()).hasSize(10);
        assertThat(get("/peer").body().text()).isEqualTo(peer);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aRefusalThatComesWhileTheBodyIsSentIsTheAnswer() throws Exception {
        for (int i = 0; i < 20; i++) {
            var endless = new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }
            };
            var body = Body.from(endless, OptionalLong.empty());

            assertThat(client.handle(Request.post(server.url("/refuse"), body)).status())
                    .isEqualTo(413);
        }
    }

    @Test
    void aBodyOfAnotherLengthThanAnnouncedIsNotSent() throws Exception {
        for (int length : new int[] {9, 11, 0}) {
            var body = Body.from(new ByteArrayInputStream(new byte[10]), OptionalLong.of(length));

            assertThatThrownBy(() -> client.handle(Request.post(server.url("/echo"), body)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("announced");
        }
        assertThat(get("/plain").status()).isEqualTo(200);
    }

    @Test
    void aServerThatIsNotThereIsToldApart() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> client.handle(Request.get("http://127.0.0.1:%d/".formatted(port))))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void aConnectionThatBreaksIsToldApart() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var breaking = Thread.ofVirtual().start(() -> {
                try (var accepted = socket.accept()) {
                    accepted.getInputStream().read();
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            var target = "http://127.0.0.1:%d/".formatted(socket.getLocalPort());

            assertThatThrownBy(() -> client.handle(Request.get(target))).isInstanceOf(BrokenConnectionException.class);
            breaking.join();
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoAnswer() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var breaking = Thread.ofVirtual().start(() -> {
                try (var accepted = socket.accept()) {
                    accepted.getInputStream().read(new byte[4_096]);
                    accepted.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            var answer = client.handle(Request.get("http://127.0.0.1:%d/".formatted(socket.getLocalPort())));

            assertThatThrownBy(() -> answer.body().bytes()).isInstanceOf(java.io.IOException.class);
            breaking.join();
        }
    }

    @Test
    void theDeadlineEndsTheWaitAndTheServersWork() throws Exception {
        var call = Call.begin().with(Deadline.after(Duration.ofSeconds(2)));

        assertThatThrownBy(() -> call.run(() -> get("/waits")))
                .isInstanceOf(dev.margay.context.DeadlineExceededException.class);
        eventually(() -> assertThat(cancelled).isTrue());
    }

    @Test
    void cancellingTheCallCancelsTheServersWork() throws Exception {
        var call = Call.begin();
        Thread.ofVirtual().start(() -> {
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
            call.cancellation().cancel("enough");
        });

        assertThatThrownBy(() -> call.run(() -> get("/waits"))).isInstanceOf(CancelledException.class);
        eventually(() -> assertThat(cancelled).isTrue());
    }

    @Test
    void aTargetThatIsNotAbsoluteIsAMistake() {
        assertThatThrownBy(() -> client.handle(Request.get("/plain")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: http://host:port/path");
    }

    @Test
    void waitingForAConnectionHasALimit() throws Exception {
        try (var narrow =
                HttpClient.open(ClientOptions.standard().withConnections(1).withWaiting(Duration.ofMillis(300)))) {
            var first = Thread.ofVirtual().start(() -> {
                try {
                    narrow.handle(Request.get(server.url("/waits")));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());

            assertThatThrownBy(() -> narrow.handle(Request.get(server.url("/plain"))))
                    .isInstanceOf(NoConnectionFreeException.class);
            gate.release();
            first.join();
        }
    }

    @Test
    void aHandlersOwnCallsStayOnItsLoop() throws Exception {
        var routes = new Routes();
        var proxy = new HttpClient[1];
        routes.get("/through", _ -> proxy[0].handle(Request.get(server.url("/id"))));
        try (var gateway = TestServer.of(routes, EngineOptions.Threads.ON_LOOP, Limits.standard())) {
            proxy[0] = gateway.server().client(ClientOptions.standard());
            var id = CorrelationId.random();
            for (int i = 0; i < 200; i++) {
                var answer = client.handle(Request.get(gateway.url("/through")).with("X-Request-ID", id.value()));
                assertThat(answer.status()).isEqualTo(200);
                answer.body().bytes();
            }
        }
    }
}
