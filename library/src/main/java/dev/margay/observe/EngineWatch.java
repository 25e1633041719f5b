package dev.margay.observe;

import dev.margay.engine.EngineEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the engine tells, and logs what an operator should know.
public final class EngineWatch implements Consumer<EngineEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

    private final MeterRegistry registry;

    public EngineWatch(Metrics metrics) {
        this.registry = metrics.registry();
    }

    @Override
    public void accept(EngineEvent event) {
        switch (event) {
            case EngineEvent.FellBack(var reason) -> LOG.info("handlers run on the JDK's scheduler: {}", reason);
            case EngineEvent.RequestRefused(var _) -> count("requests.refused", "reason", "limit");
            case EngineEvent.ConnectionRefused(var _) -> count("connections.refused", "reason", "limit");
            case EngineEvent.MalformedRequest(var remote, var status, var reason) -> {
                count("requests.malformed", "status", Integer.toString(status));
                LOG.debug("malformed request of {}: {} {}", remote, status, reason);
            }
            case EngineEvent.TooSlow(var _, var waiting) ->
                count("connections.slow", "waiting", waiting.name().toLowerCase(java.util.Locale.ROOT));
            case EngineEvent.Abandoned(var route) -> count("requests.abandoned", "route", route);
            case EngineEvent.LoopHeld(var loop, var route, var frame, var held) -> {
                count("loop.held", "route", route);
                String holder = route.isEmpty() ? "a thread that a handler has started" : route + ", at " + frame + ",";
                LOG.warn("{} held {} for {} ms: use Blocking.call or .computes()", holder, loop, held.toMillis());
            }
            case EngineEvent.Rescued(var loop, var _) -> count("loop.rescued", "loop", loop);
            case EngineEvent.HandlerFailed failed -> failed(failed);
            case EngineEvent.CertificateReplaced(var file) -> LOG.info("new connections get the certificate {}", file);
            case EngineEvent.CertificateRefused(var file, var reason) -> refused(file, reason);
            case EngineEvent.Stopped(var took, var cancelled) ->
                LOG.debug("stopped in {} ms, {} requests cancelled", took.toMillis(), cancelled);
            case EngineEvent.EventsDropped(var count) ->
                registry.counter("margay.engine.events.dropped").increment((double) count);
        }
    }

    private void refused(String file, String reason) {
        count("certificates.refused", "file", file);
        LOG.error("the old certificate stays in use: {}", reason);
    }

    private void failed(EngineEvent.HandlerFailed event) {
        count("handlers.failed", "route", event.route());
        event.call().within(() -> LOG.error("{} failed", event.route(), event.failure()));
    }

    private void count(String name, String tag, String value) {
        registry.counter("margay.engine." + name, tag, value).increment();
    }
}
