package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Handlers that block, compute or hold their thread do not hold up others.
@ParameterizedClass
@EnumSource(EngineOptions.Threads.class)
final class BlockingHandlersTest {

    private static final int CONNECTIONS = 2_000;
    private static final CountDownLatch OTHER_REQUEST = new CountDownLatch(1);

    private final EngineOptions.Threads threads;

    BlockingHandlersTest(EngineOptions.Threads threads) {
        this.threads = threads;
    }

    @Test
    void twoThousandRequestsBlockAtTheSameTime() throws Exception {
        var all = new CountDownLatch(CONNECTIONS);
        var routes = new Routes().get("/blocks", _ -> {
            all.countDown();
            return Response.text(Boolean.toString(all.await(60, TimeUnit.SECONDS)));
        });
        var clients = new ArrayList<RawClient>();
        try (var server = TestServer.of(routes, threads, Limits.standard())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(server.connect().patience(Duration.ofSeconds(90)));
            }
            for (var client : clients) {
                client.send("GET /blocks HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            for (var client : clients) {
                assertThat(client.answer().body()).isEqualTo("true");
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void pipelinedRequestsMayBlockOneAfterTheOther() throws Exception {
        var never = new CountDownLatch(1);
        var route = Route.get("/blocks", _ -> Response.text(Boolean.toString(never.await(100, TimeUnit.MICROSECONDS))));
        var routes = new Routes().add(route.streaming());
        try (var server = TestServer.of(routes, options -> options.with(threads).withLoops(1));
                var pipelining = server.connect();
                var other = server.connect()) {
            pipelining.send("GET /blocks HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1_000));
            for (int i = 0; i < 1_000; i++) {
                assertThat(pipelining.answer().body()).isEqualTo("false");
            }
            assertThat(other.send("GET /blocks HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aClassInitialiserMayWaitForAnotherRequestOfItsLoop() throws Exception {
        var routes = new Routes()
                .get(
                        "/initialises",
                        _ -> Response.text(Boolean.toString(
                                threads == EngineOptions.Threads.JDK
                                        ? InitialisedInFallBack.SEEN
                                        : InitialisedOnLoop.SEEN)))
                .get("/other", _ -> {
                    OTHER_REQUEST.countDown();
                    return Response.text("other");
                });
        try (var server = TestServer.of(routes, options -> options.with(threads).withLoops(1));
                var first = server.connect();
                var second = server.connect()) {
            first.send("GET /initialises HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(second.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("other");
            assertThat(first.answer().body()).isEqualTo("true");
        }
    }

    private static boolean otherRequestSeen() {
        try {
            return OTHER_REQUEST.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class InitialisedOnLoop {
        static final boolean SEEN = otherRequestSeen();
    }

    private static final class InitialisedInFallBack {
        static final boolean SEEN = otherRequestSeen();
    }

    @Test
    void aThreadResumedWhileItsLoopIsHeldIsRescuedAndTheHolderNamed() throws Exception {
        var resumed = new CountDownLatch(1);
        var waiting = new CountDownLatch(1);
        var rescued = new CountDownLatch(1);
        var routes = new Routes()
                .get("/waits", _ -> {
                    waiting.countDown();
                    boolean told = resumed.await(20, TimeUnit.SECONDS);
                    rescued.countDown();
                    return Response.text(Boolean.toString(told));
                })
                .get("/holds/{long}", request -> {
                    if (request.variable("long").equals("yes")) {
                        resumed.countDown();
                        spinUntil(rescued);
                    }
                    return Response.text(Boolean.toString(rescued.getCount() == 0));
                });
        try (var server = TestServer.of(routes, options -> options.with(threads).withLoops(1));
                var first = server.connect();
                var second = server.connect()) {
            for (int i = 0; i < 40; i++) { // the first requests of a route run on the JDK's scheduler
                assertThat(second.send("GET /holds/no HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
            first.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            second.send("GET /holds/yes HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(second.answer().body()).isEqualTo("true");
            assertThat(first.answer().body()).isEqualTo("true");
        }
    }

    @Test
    void aHandlerThatHoldsItsLoopIsNamed() throws Exception {
        var routes = new Routes().get("/holds", _ -> {
            hold(Duration.ofMillis(120));
            return Response.text("held");
        });
        try (var server = TestServer.of(routes, options -> options.with(threads).withLoops(1));
                var client = server.connect()) {
            for (int i = 0; i < 40; i++) {
                assertThat(client.send("GET /holds HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .body())
                        .isEqualTo("held");
            }
            if (threads == EngineOptions.Threads.ON_LOOP) {
                eventually(() -> assertThat(server.events(EngineEvent.LoopHeld.class))
                        .anySatisfy(event -> {
                            assertThat(event.route()).isEqualTo("GET /holds");
                            assertThat(event.loop()).startsWith("margay-");
                        }));
            } else {
                assertThat(server.events(EngineEvent.LoopHeld.class)).isEmpty();
            }
        }
    }

    private static void spinUntil(CountDownLatch latch) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (latch.getCount() > 0 && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static void hold(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void computationLeavesTheLoopsFree() throws Exception {
        var routes = new Routes().get("/quick", _ -> Response.text("quick"));
        routes.add(Route.get("/computes", _ -> {
                    hold(Duration.ofMillis(500));
                    return Response.text(Thread.currentThread().getName());
                })
                .computes());
        try (var server = TestServer.of(routes, options -> options.with(threads).withLoops(1));
                var burning = server.connect();
                var client = server.connect()) {
            burning.send("GET /computes HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
            for (int i = 0; i < 200; i++) {
                assertThat(client.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .body())
                        .isEqualTo("quick");
            }
            assertThat(burning.answer().body()).startsWith("margay-compute");
            assertThat(burning.answer().status()).isEqualTo(200);
            assertThat(server.events(EngineEvent.LoopHeld.class)).isEmpty();
        }
    }
}
