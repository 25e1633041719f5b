package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Each way of the JDK to wait, under load and disconnects, on loops, on held loops and in fall-back: no request lost,
/// no thread stuck, nothing grows.
@ParameterizedClass
@EnumSource
final class TortureTest {

    /// What runs the handlers, and whether loops are held now and then.
    enum Mode {
        LOOP(EngineOptions.Threads.ON_LOOP, false),
        RESCUE(EngineOptions.Threads.ON_LOOP, true),
        FALL_BACK(EngineOptions.Threads.JDK, true);

        private final EngineOptions.Threads threads;
        private final boolean held;

        Mode(EngineOptions.Threads threads, boolean held) {
            this.threads = threads;
            this.held = held;
        }
    }

    private static final List<String> WAITS =
            List.of("park", "monitor", "wait", "yield", "sleep", "join", "socket", "none");
    private static final int CLIENTS = 40;

    private final Mode mode;
    private final Object monitor = new Object();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final ServerSocket echo;
    private final TestServer server;

    TortureTest(Mode mode) throws IOException {
        this.mode = mode;
        this.echo = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answerBytes);
        this.server = TestServer.of(routes(), mode.threads, Limits.standard());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        echo.close();
    }

    private Routes routes() {
        return new Routes().get("/{wait}", request -> {
            await(request.variable("wait"));
            return Response.text(request.variable("wait"));
        });
    }

    @SuppressWarnings({"WaitNotInLoop", "ThreadPriorityCheck"}) // these waits themselves are what is tested
    private void await(String kind) throws Exception {
        switch (kind) {
            case "park" -> LockSupport.parkNanos(1_000_000);
            case "monitor" -> {
                synchronized (monitor) {
                    LockSupport.parkNanos(100_000);
                }
            }
            case "wait" -> {
                synchronized (monitor) {
                    monitor.wait(1);
                }
            }
            case "yield" -> {
                for (int i = 0; i < 10; i++) {
                    Thread.yield();
                }
            }
            case "sleep" -> TimeUnit.MILLISECONDS.sleep(1);
            case "join" ->
                Thread.ofVirtual().start(() -> LockSupport.parkNanos(1_000_000)).join();
            case "socket" -> readByte();
            case "held" -> burn(Duration.ofMillis(60));
            default -> {}
        }
    }

    private void readByte() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), echo.getLocalPort())) {
            socket.getOutputStream().write(7);
            if (socket.getInputStream().read() != 7) {
                throw new IOException("the echo is wrong");
            }
        }
    }

    private void answerBytes() {
        while (!echo.isClosed()) {
            try (var socket = echo.accept()) {
                socket.getOutputStream().write(socket.getInputStream().read());
            } catch (IOException e) {
                if (!echo.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    private static void burn(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothingIsLostForSeconds() throws Exception {
        torture(Duration.ofSeconds(3));
    }

    @Test
    @Tag("slow")
    void nothingIsLostForMinutes() throws Exception {
        torture(Duration.ofSeconds(30));
        long used = heap();
        int threads = threads();
        torture(Duration.ofSeconds(90));

        assertThat(heap()).isLessThan(used + used / 4 + (16L << 20));
        eventually(() -> assertThat(threads()).isLessThanOrEqualTo(threads + 4)); // the JDK's own come and go
        if (mode == Mode.RESCUE) {
            assertThat(server.events(EngineEvent.Rescued.class)).isNotEmpty();
        }
    }

    /// Of the platform; virtual ones that are stuck show as requests that never end.
    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void torture(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        var done = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            int seed = i;
            Thread.ofVirtual().start(() -> {
                try {
                    load(new Random(seed), end);
                } catch (IOException | RuntimeException | AssertionError e) {
                    failures.add(e);
                } finally {
                    done.countDown();
                }
            });
        }
        assertThat(done.await(time.toSeconds() + 60, TimeUnit.SECONDS))
                .as("all clients end")
                .isTrue();
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(CLIENTS);
        assertThat(abandoned.get()).isPositive();
        eventually(() -> assertThat(server.requests()).isZero());
    }

    private void load(Random random, long end) throws IOException {
        while (System.nanoTime() - end < 0) {
            try (var client = RawClient.to(server.port())) {
                for (int i = 0; i < 50 && System.nanoTime() - end < 0; i++) {
                    String wait =
                            random.nextInt(200) == 0 && mode.held ? "held" : WAITS.get(random.nextInt(WAITS.size()));
                    client.send("GET /%s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(wait));
                    if (random.nextInt(20) == 0) {
                        abandoned.incrementAndGet();
                        break;
                    }
                    assertThat(client.answer().body()).isEqualTo(wait);
                    answered.incrementAndGet();
                }
            }
        }
    }
}
