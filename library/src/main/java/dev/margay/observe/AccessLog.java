package dev.margay.observe;

import dev.margay.context.Call;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Request;
import dev.margay.http.Shown;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Logs one line for each request that a route has answered, health probes excepted: when its answer was sent.
///
/// What the engine refuses before any route is asked (malformed, too large, too slow, too many) makes no line: it is
/// told as an event, counted and logged by [EngineWatch].
///
/// A request only leaves what is known of it in a bounded ring; another thread makes text of it. Lines that
/// find the ring full are dropped and counted (`log_lines_dropped_total`).
public final class AccessLog implements Middleware {

    private final String service;
    private final LogOutput output;
    private final InstantSource clock;
    private final LongSupplier nanoClock;

    private AccessLog(String service, LogOutput output, InstantSource clock, LongSupplier nanoClock) {
        this.service = service;
        this.output = output;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /// Of this service, to standard output.
    public static AccessLog of(String service) {
        return new AccessLog(service, LogOutput.standard(), InstantSource.system(), System::nanoTime);
    }

    static AccessLog of(String service, LogOutput output, InstantSource clock, LongSupplier nanoClock) {
        return new AccessLog(service, output, clock, nanoClock);
    }

    @Override
    public Handler around(Handler next) {
        return request -> {
            long begin = nanoClock.getAsLong();
            var response = next.handle(request);
            var match = request.match();
            if (match.isPresent() && match.get().route().template().startsWith("/health")) {
                return response;
            }
            return response.whenSent((status, failure) -> {
                long took = nanoClock.getAsLong() - begin;
                long bytes = response.body().length().orElse(-1);
                offer(
                        request,
                        new AccessLine.Answered(
                                status, bytes, took, failure == null ? null : Shown.of(failure.toString())));
            });
        };
    }

    private void offer(Request request, AccessLine.Answered answered) {
        var call = Call.currentOrNew();
        var asked = AccessLine.Asked.of(request);
        output.offer(new AccessLine(clock.millis(), service, call.id(), call.trace(), asked, answered));
    }
}
