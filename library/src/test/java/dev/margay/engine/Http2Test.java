package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// HTTP/2 with prior knowledge.
@ParameterizedClass
@EnumSource(EngineOptions.Threads.class)
final class Http2Test {

    private final Semaphore gate = new Semaphore(0);
    private final TestServer server;
    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.core.http.HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(1));
    private final Context context = vertx.getOrCreateContext();
    private volatile boolean cancelled;

    Http2Test(EngineOptions.Threads threads) {
        server = TestServer.of(routes(), threads, Limits.standard());
    }

    @AfterEach
    void stop() throws Exception {
        gate.release(10_000);
        client.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        server.close();
    }

    private Routes routes() {
        var routes = new Routes()
                .get(
                        "/plain",
                        request -> Response.text("hello " + request.headers().find("host"))
                                .with("X-Mixed-Case", "yes"))
                .post("/echo", request -> new Response(200, Headers.empty(), request.body()))
                .get("/none", _ -> Response.noContent())
                .get(
                        "/large",
                        _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> {
                            for (int i = 0; i < 500; i++) {
                                out.write(new byte[10_000]);
                            }
                        })))
                .get(
                        "/breaks",
                        _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> {
                            out.write("a beginning".getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                            throw new java.io.IOException("no end");
                        })))
                .get(
                        "/waits",
                        _ -> Call.currentOrNew().cancellation().interruptible(() -> {
                            try {
                                gate.tryAcquire(60, TimeUnit.SECONDS);
                            } finally {
                                cancelled = Call.currentOrNew().cancellation().cancelled();
                            }
                            return Response.text("waited");
                        }));
        routes.add(Route.of("POST", "/stream", request -> new Response(200, Headers.empty(), request.body()))
                .streaming());
        return routes;
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    private CompletableFuture<Answer> send(HttpMethod method, String path, byte[] body) {
        var answered = new CompletableFuture<Answer>();
        // On one context, so that no part of the body comes before its reader.
        context.runOnContext(
                _ -> exchange(method, path, body).onComplete(answered::complete, answered::completeExceptionally));
        return answered;
    }

    private Future<Answer> exchange(HttpMethod method, String path, byte[] body) {
        return client.request(method, server.port(), "127.0.0.1", path)
                .compose(request -> body.length == 0 ? request.send() : request.send(Buffer.buffer(body)))
                .compose(head -> head.body().map(bytes -> new Answer(head, bytes)));
    }

    private Answer get(String path) throws Exception {
        return send(HttpMethod.GET, path, new byte[0]).get(20, TimeUnit.SECONDS);
    }

    @Test
    void requestsAreAnswered() throws Exception {
        for (int i = 0; i < 100; i++) {
            var answer = get("/plain");

            assertThat(answer.head().version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(answer.body().toString()).isEqualTo("hello 127.0.0.1:" + server.port());
            assertThat(answer.head().getHeader("x-mixed-case")).isEqualTo("yes");
        }
        assertThat(get("/none").head().statusCode()).isEqualTo(204);
        assertThat(get("/nothing").head().statusCode()).isEqualTo(404);
    }

    @Test
    void bodiesGoBothWays() throws Exception {
        assertThat(send(HttpMethod.POST, "/echo", new byte[100_000])
                        .get(20, TimeUnit.SECONDS)
                        .body()
                        .length())
                .isEqualTo(100_000);
        assertThat(send(HttpMethod.POST, "/stream", new byte[5_000_000])
                        .get(20, TimeUnit.SECONDS)
                        .body()
                        .length())
                .isEqualTo(5_000_000);
        assertThat(get("/large").body().length()).isEqualTo(5_000_000);
        assertThat(send(HttpMethod.HEAD, "/plain", new byte[0])
                        .get(20, TimeUnit.SECONDS)
                        .head()
                        .getHeader("content-length"))
                .isNotNull();
    }

    @Test
    void aBodyTooLargeIsRefused() throws Exception {
        assertThat(send(HttpMethod.POST, "/echo", new byte[2 << 20])
                        .get(20, TimeUnit.SECONDS)
                        .head()
                        .statusCode())
                .isEqualTo(413);
        assertThat(get("/plain").head().statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerThatBreaksOffIsReset() {
        assertThat(send(HttpMethod.GET, "/breaks", new byte[0])).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void manyStreamsWaitAtTheSameTime() throws Exception {
        var waiting = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 90; i++) {
            waiting.add(send(HttpMethod.GET, "/waits", new byte[0]));
        }
        eventually(() -> assertThat(server.requests()).isEqualTo(90));
        assertThat(get("/plain").head().statusCode()).isEqualTo(200);
        gate.release(90);
        for (var answer : waiting) {
            assertThat(answer.get(20, TimeUnit.SECONDS).body().toString()).isEqualTo("waited");
        }
    }

    @Test
    void aResetCancelsTheCallAndGivesItsPlaceBack() {
        var request = client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/waits")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        request.send();
        eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
        request.reset();

        eventually(() -> assertThat(cancelled).isTrue());
        eventually(() -> assertThat(server.requests()).isZero());
    }

    @Test
    void aStoppingServerFinishesItsStreams() throws Exception {
        var waiting = send(HttpMethod.GET, "/waits", new byte[0]);
        eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
        var stopping = Thread.ofVirtual().start(server::close);
        gate.release(1);

        assertThat(waiting.get(20, TimeUnit.SECONDS).body().toString()).isEqualTo("waited");
        stopping.join();
    }
}
