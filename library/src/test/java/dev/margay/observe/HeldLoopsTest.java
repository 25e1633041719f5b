package dev.margay.observe;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.engine.ClientOptions;
import dev.margay.engine.EngineEvent;
import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpClient;
import dev.margay.engine.HttpServer;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who holds an event loop is named, whatever he holds it by. Outside of the engine's package, whose frames are
/// skipped.
final class HeldLoopsTest {

    private static final CountDownLatch RESUMED = new CountDownLatch(1);
    private static final CountDownLatch GOES_ON = new CountDownLatch(1);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<EngineEvent.LoopHeld> held = new CopyOnWriteArrayList<>();
    private final HttpServer server =
            HttpServer.start(routes(), EngineOptions.onLoopback(0).withLoops(1).with(this::hear));
    private final HttpClient client = HttpClient.open(ClientOptions.standard());

    private void hear(EngineEvent event) {
        if (event instanceof EngineEvent.LoopHeld holding) {
            held.add(holding);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        server.stop(Duration.ofSeconds(5));
    }

    private Routes routes() {
        return new Routes()
                .get("/spins", request -> {
                    spinUntil(request, HeldLoopsTest::isNamed);
                    return Response.text("done");
                })
                .get("/starts", request -> {
                    Thread.startVirtualThread(() -> spinUntil(request, HeldLoopsTest::isNameless));
                    return Response.text("done");
                })
                .get("/waits", _ -> {
                    begun.countDown();
                    boolean resumed = RESUMED.await(20, TimeUnit.SECONDS);
                    GOES_ON.countDown();
                    return Response.text(Boolean.toString(resumed));
                })
                .get(
                        "/initialises",
                        request -> Response.text(
                                request.query().first("now").isPresent() ? Boolean.toString(Initialised.WENT_ON) : ""));
    }

    /// Holds its thread, and so the loop, until the watchdog has told of it.
    private void spinUntil(Request request, Predicate<EngineEvent.LoopHeld> told) {
        long most = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (request.query().first("now").isPresent() && held.stream().noneMatch(told) && System.nanoTime() < most) {
            Thread.onSpinWait();
        }
    }

    private static boolean isNamed(EngineEvent.LoopHeld holding) {
        return holding.route().equals("GET /spins") && holding.frame().contains(HeldLoopsTest.class.getName());
    }

    private static boolean isNameless(EngineEvent.LoopHeld holding) {
        return holding.route().isEmpty();
    }

    private static final class Initialised {
        static final boolean WENT_ON = otherRequestGoesOn();

        private static boolean otherRequestGoesOn() {
            RESUMED.countDown();
            try {
                return GOES_ON.await(15, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String get(String target) throws Exception {
        return client.handle(Request.get("http://127.0.0.1:" + server.port() + target))
                .body()
                .text();
    }

    /// So often that the route is trusted with the loop. A busy machine may hold it meanwhile: that is forgotten.
    private void warm(String path) throws Exception {
        for (int i = 0; i < 100; i++) {
            get(path);
        }
        held.clear();
    }

    @Test
    void aHandlerIsNamedByRouteAndFrame() throws Exception {
        warm("/spins");

        get("/spins?now=1");

        assertThat(held).anyMatch(HeldLoopsTest::isNamed);
    }

    @Test
    void aThreadThatAHandlerHasStartedIsNoticed() throws Exception {
        warm("/starts");

        get("/starts?now=1");

        eventually(() -> assertThat(held).anyMatch(HeldLoopsTest::isNameless));
    }

    @Test
    void aClassInitialiserOnAWarmRouteMayWaitForARequestThatHasBegun() throws Exception {
        warm("/initialises");
        try (var other = RawClient.to(server.port())) {
            other.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(get("/initialises?now=1")).isEqualTo("true");

            assertThat(other.answer().body()).isEqualTo("true");
        }
    }
}
