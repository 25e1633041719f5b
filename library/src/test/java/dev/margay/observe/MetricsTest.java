package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.engine.EngineEvent;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Metrics metrics = Metrics.with(nanos::get);
    private final Routes routes = new Routes()
            .get("/v1/kittens/{id}", _ -> {
                nanos.addAndGet(2_000_000);
                return Response.text("Tom");
            })
            .get("/v1/taken", _ -> {
                throw Problem.conflict("Taken", "It is taken.").exception();
            });

    private void send(String method, String target) throws Exception {
        var request = Request.of(method, target).with(routes.match(method, target, Headers.empty()));
        routes.with(metrics, new Errors()).handle(request);
    }

    @Test
    void requestsAreTimedByRouteMethodAndStatus() throws Exception {
        metrics.prepare(routes.all());

        send("GET", "/v1/kittens/1");
        send("GET", "/v1/kittens/2");
        send("GET", "/v1/taken");

        assertThat(metrics.text())
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",route=\"/v1/kittens/{id}\",status=\"200\"} 2")
                .contains(
                        "http_server_requests_seconds_sum{method=\"GET\",route=\"/v1/kittens/{id}\",status=\"200\"} 0.004")
                .contains("http_server_requests_seconds_count{method=\"GET\",route=\"/v1/taken\",status=\"409\"} 1");
    }

    @Test
    void strangersDoNotMakeMetrics() throws Exception {
        metrics.prepare(routes.all());

        for (int i = 0; i < 100; i++) {
            send("GET", "/nowhere/" + i);
            send("M" + i, "/v1/taken");
        }

        assertThat(metrics.text().lines().filter(line -> line.contains("seconds_count")))
                .hasSize(2)
                .allMatch(line -> line.contains("/{unmatched...}") && line.endsWith(" 100"));
    }

    @Test
    void whatTheEngineTellsIsCounted() {
        var watch = new EngineWatch(metrics);

        watch.accept(new EngineEvent.RequestRefused(4_096));
        watch.accept(new EngineEvent.ConnectionRefused(10_000));
        watch.accept(new EngineEvent.MalformedRequest("a", 431, "too many"));
        watch.accept(new EngineEvent.TooSlow("a", EngineEvent.TooSlow.Waiting.HEADERS));
        watch.accept(new EngineEvent.Abandoned("GET /"));
        watch.accept(new EngineEvent.LoopHeld("loop", "GET /", "a.B.c", Duration.ofMillis(30)));
        watch.accept(new EngineEvent.Rescued("loop", 2));
        watch.accept(new EngineEvent.EventsDropped(7));
        watch.accept(new EngineEvent.FellBack("closed"));
        watch.accept(new EngineEvent.Stopped(Duration.ofSeconds(1), 0));
        watch.accept(new EngineEvent.HandlerFailed(Call.begin(), "GET /", new IllegalStateException("why")));

        assertThat(metrics.text())
                .contains("margay_engine_requests_refused_total{reason=\"limit\"} 1")
                .contains("margay_engine_connections_refused_total{reason=\"limit\"} 1")
                .contains("margay_engine_requests_malformed_total{status=\"431\"} 1")
                .contains("margay_engine_connections_slow_total{waiting=\"headers\"} 1")
                .contains("margay_engine_requests_abandoned_total{route=\"GET /\"} 1")
                .contains("margay_engine_loop_held_total{route=\"GET /\"} 1")
                .contains("margay_engine_loop_rescued_total{loop=\"loop\"} 1")
                .contains("margay_engine_handlers_failed_total{route=\"GET /\"} 1")
                .contains("margay_engine_events_dropped_total 7");
    }
}
