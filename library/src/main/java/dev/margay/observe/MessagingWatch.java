package dev.margay.observe;

import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what happens to messages, and logs what an operator should know. Safe for many threads.
public final class MessagingWatch implements Consumer<MessagingEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(MessagingWatch.class);

    private final MeterRegistry registry;
    private final MessagingGauges gauges;
    private final Set<String> full = ConcurrentHashMap.newKeySet();
    private volatile @Nullable MessageStore store;

    /// Keeps its meters where the service keeps its own.
    public MessagingWatch(MeterRegistry registry) {
        this.registry = registry;
        this.gauges = new MessagingGauges(registry, System::nanoTime);
    }

    /// Shows also how durable the store is, and how much it holds for those who take messages from it; before they
    /// do.
    public MessagingWatch watch(MessageStore watched) {
        store = watched;
        gauges.durability(watched);
        LOG.info("what the message store accepts survives {}", lower(watched.durability()));
        return this;
    }

    /// Shows also how long messages have to wait in the outbox, and how many were set aside there.
    public MessagingWatch watch(Outbox outbox) {
        gauges.outbox(outbox);
        return this;
    }

    @Override
    public void accept(MessagingEvent event) {
        switch (event) {
            case MessagingEvent.Subscribed(var source) -> subscribed(source);
            case MessagingEvent.Published(var destination, var outcome, var took) ->
                registry.timer("messages.published", "destination", destination, "outcome", lower(outcome))
                        .record(took);
            case MessagingEvent.Relayed(var messages, var oldest) -> relayed(messages, oldest);
            case MessagingEvent.RelayFailed failed -> failed(failed);
            case MessagingEvent.RelayHeldUp(var queue, var retryIn) -> heldUp(queue, retryIn);
            case MessagingEvent.RelayFree(var queue) -> free(queue);
            case MessagingEvent.OutboxRefused(var destination, var id, var reason) -> {
                count("messages.outbox.refused", "destination", destination);
                LOG.error("message {} for {} was set aside in the outbox: {}", id, destination, reason);
            }
            case MessagingEvent.Handled handled -> handled(handled);
            case MessagingEvent.HandlerFailed failed -> failed(failed);
            case MessagingEvent.DeadLettered dead -> dead(dead);
            case MessagingEvent.Redelivered again -> count("messages.redelivered", "source", again.source());
            case MessagingEvent.LeaseLost lost -> lost(lost);
            case MessagingEvent.StoreFailed failed -> failed(failed);
            case MessagingEvent.Projected moved ->
                registry.counter("messages.projected", "name", moved.name()).increment(moved.events());
            case MessagingEvent.CaughtUp(var name, var position) ->
                LOG.info("projection {} has caught up, at {}", name, position);
            case MessagingEvent.ProjectionFailed failed -> failed(failed);
        }
    }

    private void subscribed(String source) {
        var watched = store;
        if (watched != null) {
            gauges.depth(watched, source);
        }
    }

    private void failed(MessagingEvent.RelayFailed failed) {
        count("messages.relay.failed", "source", "outbox");
        LOG.warn("messages have to wait in the outbox, next try in {}", failed.retryIn(), failed.cause());
    }

    private void heldUp(String queue, Duration retryIn) {
        count("messages.relay.held.up", "destination", queue);
        if (full.add(queue)) {
            LOG.warn("queue {} is full, its messages have to wait in the outbox, next try in {}", queue, retryIn);
        }
    }

    private void free(String queue) {
        if (full.remove(queue)) {
            LOG.info("queue {} was full; nothing waits for it in the outbox any more", queue);
        }
    }

    private void failed(MessagingEvent.HandlerFailed failed) {
        LOG.warn(
                "message {} of {} failed, next try in {}",
                failed.delivery().id(),
                failed.source(),
                failed.retryIn(),
                failed.cause());
    }

    private void dead(MessagingEvent.DeadLettered dead) {
        count("messages.dead", "source", dead.source());
        LOG.error("message {} of {} is a dead letter: {}", dead.id(), dead.source(), dead.reason(), dead.cause());
    }

    private void lost(MessagingEvent.LeaseLost lost) {
        count("messages.leases.lost", "source", lost.source());
        LOG.warn("the lease of message {} of {} ran out before it was done", lost.id(), lost.source());
    }

    private void failed(MessagingEvent.StoreFailed failed) {
        count("messages.store.failed", "source", failed.source());
        LOG.warn("{} of {} failed, next try in {}", failed.what(), failed.source(), failed.retryIn(), failed.cause());
    }

    private void failed(MessagingEvent.ProjectionFailed failed) {
        count("messages.projection.failed", "name", failed.name());
        LOG.warn(
                "projection {} failed at {}, next try in {}",
                failed.name(),
                failed.position(),
                failed.retryIn(),
                failed.cause());
    }

    private void count(String name, String tag, String value) {
        registry.counter(name, tag, value).increment();
    }

    private void relayed(int messages, Duration oldest) {
        registry.counter("messages.relayed").increment(messages);
        registry.timer("messages.outbox.wait").record(oldest);
    }

    private void handled(MessagingEvent.Handled handled) {
        String outcome = lower(handled.outcome());
        registry.timer("messages.handled", "source", handled.source(), "outcome", outcome)
                .record(handled.handling());
        registry.timer("messages.end.to.end", "source", handled.source()).record(handled.endToEnd());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
