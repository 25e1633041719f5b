package examples;

import static dev.margay.test.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpServer;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import dev.margay.test.ManualClock;
import dev.margay.test.RawClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What the guide shows of testing, compiled and run.
final class TestsGuideTest {

    // @start region="guide-offer"
    record Offer(Instant until) {

        boolean stands(InstantSource clock) {
            return clock.instant().isBefore(until);
        }
    }
    // @end

    @Test
    void clock() {
        // @start region="guide-clock"
        var clock = ManualClock.standing();
        var offer = new Offer(clock.instant().plus(Duration.ofMinutes(15)));

        clock.advance(Duration.ofMinutes(14));
        assertThat(offer.stands(clock)).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(offer.stands(clock)).isFalse();
        // @end
    }

    @Test
    void eventually() {
        // @start region="guide-eventually"
        var done = new AtomicBoolean();
        Thread.startVirtualThread(() -> done.set(true));

        within(Duration.ofSeconds(5), () -> assertThat(done).isTrue());
        // @end
    }

    @Test
    void inProcess() throws Exception {
        // @start region="guide-in-process"
        var routes = new Routes().get("/v1/kittens/{name}", request -> Response.text(request.variable("name")));
        var service = InProcess.of(routes);

        assertThat(service.handle(Request.get("/v1/kittens/Tom")).body().text()).isEqualTo("Tom");
        assertThat(service.handle(Request.get("/v1/dogs")).status()).isEqualTo(404);
        // @end
    }

    @Test
    void raw() throws Exception {
        // @start region="guide-raw"
        var server = HttpServer.start(new Routes().get("/", _ -> Response.text("hello")), EngineOptions.onLoopback(0));
        try (var client = RawClient.to(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
        }
        server.stop(Duration.ofSeconds(1));
        // @end
    }
}
