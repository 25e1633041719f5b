package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EngineOptions.Threads.class)
final class ShutdownTest {

    private final EngineOptions.Threads threads;
    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private volatile boolean cancelled;

    ShutdownTest(EngineOptions.Threads threads) {
        this.threads = threads;
    }

    private TestServer server() {
        var routes = new Routes()
                .get("/quick", _ -> {
                    begun.incrementAndGet();
                    return Response.text("quick");
                })
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
        return TestServer.of(routes, threads, Limits.standard());
    }

    @Test
    void whatIsInProgressIsFinishedAndIsTheLastOfItsConnection() throws Exception {
        var server = server();
        try (var client = server.connect()) {
            client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
            var stopping = Thread.ofVirtual().start(server::close);
            eventually(() -> assertThat(refused(server.port())).isTrue());
            gate.release();

            var answer = client.answer();
            assertThat(answer.body()).isEqualTo("waited");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.rest()).isEmpty();
            stopping.join();
            assertThat(server.events(EngineEvent.Stopped.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.cancelled()).isZero());
        }
    }

    @Test
    void whatIsPipelinedBehindTheLastAnswerIsNotServed() throws Exception {
        var server = server();
        try (var client = server.connect()) {
            client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
            var stopping = Thread.ofVirtual().start(server::close);
            eventually(() -> assertThat(refused(server.port())).isTrue());
            gate.release(3);

            assertThat(client.answer().body()).isEqualTo("waited");
            assertThat(client.rest()).isEmpty();
            stopping.join();
            assertThat(gate.availablePermits()).isEqualTo(2);
        }
    }

    private static boolean refused(int port) throws IOException {
        try (var _ = RawClient.to(port)) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void whatIsNotDoneInTimeIsCancelled() throws Exception {
        var server = server();
        try (var client = server.connect()) {
            client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            eventually(() -> assertThat(gate.hasQueuedThreads()).isTrue());
            server.server().stop(Duration.ofMillis(300));

            assertThat(cancelled).isTrue();
            assertThat(server.events(EngineEvent.Stopped.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.cancelled()).isEqualTo(1));
        }
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        var server = server();
        try (var fresh = server.connect();
                var used = server.connect()) {
            assertThat(used.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
            server.close();

            assertThat(fresh.rest()).isEmpty();
            assertThat(used.rest()).isEmpty();
        }
    }

    @Test
    void noRequestThatWasBegunIsLostUnderLoad() throws Exception {
        var server = server();
        var answered = new AtomicInteger();
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < 50; i++) {
            clients.add(Thread.ofVirtual().start(() -> load(server.port(), answered)));
        }
        eventually(() -> assertThat(answered.get()).isGreaterThan(500));
        server.close();
        for (var client : clients) {
            client.join();
        }

        assertThat(answered.get()).isEqualTo(begun.get());
        assertThat(server.events(EngineEvent.Stopped.class))
                .singleElement()
                .satisfies(event -> assertThat(event.cancelled()).isZero());
    }

    /// One request after another until the server says it was the last.
    private static void load(int port, AtomicInteger answered) {
        try (var client = RawClient.to(port)) {
            boolean last = false;
            while (!last) {
                var answer =
                        client.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n").answer();
                answered.incrementAndGet();
                last = answer.headers().containsKey("connection");
            }
        } catch (EOFException | SocketException _) {
            return; // closed before this request was begun: the counts tell if it was
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
