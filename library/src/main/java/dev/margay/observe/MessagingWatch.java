package dev.margay.observe;

import dev.margay.messaging.MessagingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what messaging tells, and logs what an operator should know.
public final class MessagingWatch implements Consumer<MessagingEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(MessagingWatch.class);

    private final MeterRegistry registry;

    private MessagingWatch(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Keeps its counts among these meters.
    public static MessagingWatch of(MeterRegistry registry) {
        return new MessagingWatch(registry);
    }

    @Override
    public void accept(MessagingEvent event) {
        switch (event) {
            case MessagingEvent.Published published -> published(published);
            case MessagingEvent.Relayed relayed -> relayed(relayed);
            case MessagingEvent.RelayFailed failed -> relayFailed(failed);
            case MessagingEvent.OutboxRefused refused -> refused(refused);
            case MessagingEvent.Handled handled -> handled(handled);
            case MessagingEvent.HandlerFailed failed -> handlerFailed(failed);
            case MessagingEvent.DeadLettered dead -> dead(dead);
            case MessagingEvent.Redelivered again -> count("redelivered", again.source());
            case MessagingEvent.LeaseLost lost -> lost(lost);
            case MessagingEvent.StoreFailed failed -> storeFailed(failed);
            case MessagingEvent.Projected projected -> projected(projected);
            case MessagingEvent.ProjectionFailed failed -> projectionFailed(failed);
        }
    }

    private void published(MessagingEvent.Published event) {
        registry.timer("messaging.published", "destination", event.destination(), "outcome", name(event.outcome()))
                .record(event.took());
    }

    private void relayed(MessagingEvent.Relayed event) {
        registry.counter("messaging.relayed").increment(event.messages());
        registry.timer("messaging.outbox.wait").record(event.oldest());
    }

    private void relayFailed(MessagingEvent.RelayFailed event) {
        registry.counter("messaging.relay.failed").increment();
        LOG.warn("the broker does not take what is in the outbox; again in {}", event.retryIn(), event.cause());
    }

    private void refused(MessagingEvent.OutboxRefused event) {
        count("refused", event.destination());
        LOG.error("{} for {} was set aside in the outbox: {}", event.id(), event.destination(), event.reason());
    }

    private void handled(MessagingEvent.Handled event) {
        var outcome = name(event.outcome());
        registry.timer("messaging.handled", "source", event.source(), "outcome", outcome)
                .record(event.handling());
        registry.timer("messaging.end.to.end", "source", event.source(), "outcome", outcome)
                .record(event.endToEnd());
    }

    private void handlerFailed(MessagingEvent.HandlerFailed event) {
        count("failed", event.source());
        var delivery = event.delivery();
        LOG.warn(
                "{} of {} failed at try {}; again in {}",
                delivery.id(),
                event.source(),
                delivery.attempt(),
                event.retryIn(),
                event.cause());
    }

    private void dead(MessagingEvent.DeadLettered event) {
        count("dead", event.source());
        LOG.error("{} of {} is a dead letter: {}", event.id(), event.source(), event.reason(), event.cause());
    }

    private void lost(MessagingEvent.LeaseLost event) {
        count("lease.lost", event.source());
        LOG.warn("{} of {} was taken from its worker, whose lease ran out", event.id(), event.source());
    }

    private void storeFailed(MessagingEvent.StoreFailed event) {
        count("store.failed", event.source());
        LOG.warn("{}: {} failed; again in {}", event.source(), event.what(), event.retryIn(), event.cause());
    }

    private void projected(MessagingEvent.Projected event) {
        registry.counter("messaging.projected", "name", event.name()).increment(event.events());
    }

    private void projectionFailed(MessagingEvent.ProjectionFailed event) {
        count("projection.failed", event.name());
        LOG.warn(
                "{} failed after position {}; again in {}",
                event.name(),
                event.position(),
                event.retryIn(),
                event.cause());
    }

    private void count(String what, String source) {
        registry.counter("messaging." + what, "source", source).increment();
    }

    private static String name(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
