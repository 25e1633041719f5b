package dev.margay.observe;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.margay.context.Call;
import dev.margay.engine.ClientOptions;
import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpClient;
import dev.margay.engine.HttpServer;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import dev.margay.test.RawClient;
import dev.margay.web.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What operators see of answers whose bodies are made while they are sent: how they ended, not how they began.
final class StreamedAnswersTest {

    private static final Headers TEXT = Headers.of("Content-Type", "text/plain");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LogOutput output = new LogOutput(written, new LineRing(64));
    private final Metrics metrics = Metrics.with(System::nanoTime);
    private final Records records = new Records();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch peerLeft = new CountDownLatch(1);
    private final Routes routes = routes();
    private final Handler handler = routes.with(
            AccessLog.of("streams", output, InstantSource.system(), System::nanoTime),
            metrics,
            new Errors(),
            Compression.standard());
    private final HttpServer server =
            HttpServer.start(routes, handler, EngineOptions.onLoopback(0).with(new EngineWatch(metrics)));
    private final HttpClient client = HttpClient.open(ClientOptions.standard());

    /// Keeps each record together with the request it belongs to.
    private static final class Records extends AppenderBase<ILoggingEvent> {

        private final List<String> ids = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
                ids.add(Call.currentOrNew().id().value());
            }
        }
    }

    @BeforeEach
    void listen() {
        records.start();
        ((Logger) LoggerFactory.getLogger(EngineWatch.class)).addAppender(records);
    }

    @AfterEach
    void stop() throws InterruptedException {
        ((Logger) LoggerFactory.getLogger(EngineWatch.class)).detachAppender(records);
        client.close();
        server.stop(Duration.ofSeconds(5));
    }

    private Routes routes() {
        return new Routes()
                .get("/whole", _ -> written(5_000, () -> {}))
                .get("/early", _ -> written(10, StreamedAnswersTest::fail))
                .get("/late", _ -> written(100_000, StreamedAnswersTest::fail))
                .get("/unread", _ -> written(100_000_000, () -> {}))
                .get("/left", _ -> written(10, this::failOnceThePeerHasLeft))
                .get(
                        "/watched",
                        _ -> written(5_000, () -> {}).whenSent((_, _) -> {
                            throw new IllegalStateException("a watcher");
                        }))
                .get("/file", _ -> {
                    var content = new ByteArrayInputStream(new byte[2_000]) {
                        @Override
                        public void close() {
                            closed.set(true);
                        }
                    };
                    return new Response(200, TEXT, Body.from(content, OptionalLong.empty()));
                });
    }

    private interface Last {
        void run() throws IOException;
    }

    private static Response written(int bytes, Last last) {
        return new Response(200, TEXT, Body.writtenBy(target -> {
            target.write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
            last.run();
        }));
    }

    private static void fail() {
        throw new IllegalStateException("a mistake");
    }

    private void failOnceThePeerHasLeft() {
        try {
            assertThat(peerLeft.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        fail();
    }

    private Response get(String path) throws Exception {
        return client.handle(Request.get("http://127.0.0.1:" + server.port() + path));
    }

    private String line() {
        eventually(() -> assertThat(lines()).hasSize(1));
        return lines().getFirst();
    }

    private List<String> lines() {
        output.flush();
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String counter(String name, String path) {
        return "http_server_requests_%s{method=\"GET\",route=\"%s\"".formatted(name, path);
    }

    @Test
    void aWholeAnswerIsLoggedWhenItWasSent() throws Exception {
        assertThat(get("/whole").body().text()).hasSize(5_000);

        assertThat(line()).contains("GET /whole 200").doesNotContain("broken");
        assertThat(metrics.text())
                .contains(counter("seconds_count", "/whole") + ",status=\"200\"} 1")
                .doesNotContain("broken");
    }

    @Test
    void aBodyThatFailsBeforeTheHeadHasLeftIsA500ForOperatorsToo() throws Exception {
        var answer = get("/early");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(line()).contains("GET /early 500").contains("broken: java.lang.IllegalStateException: a mistake");
        assertThat(metrics.text()).contains(counter("seconds_count", "/early") + ",status=\"500\"} 1");
        eventually(
                () -> assertThat(records.ids).containsExactly(answer.headers().find("X-Request-ID")));
    }

    @Test
    void aBodyThatFailsLaterIsAnAnswerThatBroke() {
        assertThatThrownBy(() -> get("/late").body().bytes()).isInstanceOf(IOException.class);

        assertThat(line()).contains("GET /late 200").contains("broken: java.lang.IllegalStateException: a mistake");
        assertThat(metrics.text())
                .contains(counter("seconds_count", "/late") + ",status=\"200\"} 1")
                .contains(counter("broken_total", "/late") + "} 1");
        eventually(() -> assertThat(records.ids).hasSize(1));
    }

    @Test
    void aPeerThatLeavesBreaksTheAnswerAndIsNoMistake() throws Exception {
        try (var peer = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            peer.getOutputStream().write("GET /unread HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.getInputStream().read()).isEqualTo('H');
        }

        assertThat(line()).contains("GET /unread 200").contains("broken: ").contains("the peer closed");
        assertThat(records.ids).isEmpty();
    }

    @Test
    void aMistakeIsOneAlsoWhenThePeerHasLeft() throws Exception {
        try (var peer = RawClient.to(server.port())) {
            peer.send("GET /left HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        eventually(() -> assertThat(metrics.text()).contains("margay_engine_requests_abandoned_total"));
        peerLeft.countDown();

        assertThat(line()).contains("broken: java.lang.IllegalStateException: a mistake");
        eventually(() -> assertThat(records.ids).hasSize(1));
    }

    @Test
    void aBodyThatIsNotWantedIsReleased() throws Exception {
        var request = Request.of("HEAD", "http://127.0.0.1:" + server.port() + "/file");
        for (var asked : List.of(request, request.with("Accept-Encoding", "gzip"))) {
            closed.set(false);

            assertThat(client.handle(asked).status()).isEqualTo(200);

            assertThat(closed).isTrue();
        }
        eventually(() -> assertThat(lines()).hasSize(2));
        assertThat(lines()).allMatch(line -> line.contains("HEAD /file 200") && !line.contains("broken"));
    }

    @Test
    void aWatcherThatFailsSpoilsNoAnswerAndHidesNone() throws Exception {
        assertThat(get("/watched").body().text()).hasSize(5_000);

        assertThat(line()).contains("GET /watched 200").doesNotContain("broken");
    }

    @Test
    void theSameIsSeenWithoutASocket() throws Exception {
        var transport = InProcess.of(routes, handler);

        assertThat(transport.handle(Request.get("/early")).status()).isEqualTo(500);
        assertThat(line()).contains("GET /early 500").contains("broken");
    }
}
