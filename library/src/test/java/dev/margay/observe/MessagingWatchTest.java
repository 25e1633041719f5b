package dev.margay.observe;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.MessageHandler.PoisonException;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Outbox;
import dev.margay.messaging.Transaction;
import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.messaging.work.Messaging;
import dev.margay.test.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagingWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Metrics metrics = Metrics.with(() -> 0);
    private final MessagingWatch watch = new MessagingWatch(metrics.registry());

    @Test
    void whatWaitsIsShown() {
        var clock = ManualClock.standing();
        var store = new InMemoryMessageStore(clock);
        var options =
                Messaging.Options.named("test").events(watch.watch(store).watch(new OldOutbox(twoLetters(clock))));
        try (var messaging = Messaging.open(store, options)) {
            var queue = messaging.queue("mail");
            queue.pause();
            queue.consume(String.class, name -> {});
            queue.publish("Tom");
            queue.publish("Jerry");
            clock.advance(SECOND.multipliedBy(90));

            assertThat(metrics.text())
                    .contains("messages_ready{source=\"mail\"} 2")
                    .contains("messages_scheduled{source=\"mail\"} 0")
                    .contains("messages_leased{source=\"mail\"} 0")
                    .contains("messages_dead_letters{source=\"mail\"} 0")
                    .contains("messages_ready_oldest_seconds{source=\"mail\"} 90")
                    .contains("messages_oldest_seconds{source=\"mail\"} 90")
                    .contains("messages_outbox_oldest_seconds 7")
                    .contains("messages_outbox_set_aside 2")
                    .contains("messages_durability_class 0");
        }
    }

    private static DeadLetters twoLetters(ManualClock clock) {
        try (var other = Messaging.open(new InMemoryMessageStore(clock), Messaging.Options.named("other"))) {
            var queue = other.queue("letters");
            queue.consume(String.class, _ -> {
                throw new PoisonException("no");
            });
            queue.publish("Nic");
            queue.publish("Tux");
            eventually(() -> assertThat(queue.deadLetters().count()).isEqualTo(2));
            return queue.deadLetters();
        }
    }

    /// Holds a message since seven seconds; what it has set aside are the letters.
    private record OldOutbox(DeadLetters letters) implements Outbox {

        @Override
        public void add(Transaction transaction, Outgoing message) {
            throw new AssertionError("only looked at");
        }

        @Override
        public List<Entry> oldest(int most, Set<String> without) {
            return List.of();
        }

        @Override
        public DeadLetters setAside() {
            return letters;
        }

        @Override
        public void sent(List<Entry> those) {
            throw new AssertionError("only looked at");
        }

        @Override
        public void refused(Entry entry, String reason) {
            throw new AssertionError("only looked at");
        }

        @Override
        public Optional<Duration> age() {
            return Optional.of(SECOND.multipliedBy(7));
        }
    }

    @Test
    void whatHappensToMessagesIsCounted() {
        var cause = new IOException("lost");

        watch.accept(new MessagingEvent.Published("mail", MessageStore.Published.ACCEPTED, SECOND));
        watch.accept(new MessagingEvent.Relayed(3, SECOND));
        watch.accept(new MessagingEvent.RelayFailed(cause, SECOND));
        watch.accept(new MessagingEvent.RelayHeldUp("mail", SECOND));
        watch.accept(new MessagingEvent.RelayHeldUp("mail", SECOND));
        watch.accept(new MessagingEvent.RelayFree("mail"));
        watch.accept(new MessagingEvent.OutboxRefused("mail", "id", "too large"));
        watch.accept(new MessagingEvent.Handled("mail", "id", MessagingEvent.Handled.Outcome.RETRY, SECOND, SECOND));
        watch.accept(new MessagingEvent.DeadLettered("mail", "id", "too often", cause));
        watch.accept(new MessagingEvent.Redelivered("mail", "id", 2, 1));
        watch.accept(new MessagingEvent.LeaseLost("mail", "id"));
        watch.accept(new MessagingEvent.StoreFailed("mail", "claim", cause, SECOND));
        watch.accept(new MessagingEvent.Projected("search", 5, 7, 0));
        watch.accept(new MessagingEvent.CaughtUp("search", 7));
        watch.accept(new MessagingEvent.ProjectionFailed("search", 7, cause, SECOND));

        assertThat(metrics.text())
                .contains("messages_published_seconds_count{destination=\"mail\",outcome=\"accepted\"} 1")
                .contains("messages_relayed_total 3")
                .contains("messages_outbox_wait_seconds_count 1")
                .contains("messages_relay_failed_total{source=\"outbox\"} 1")
                .contains("messages_relay_held_up_total{destination=\"mail\"} 2")
                .contains("messages_outbox_refused_total{destination=\"mail\"} 1")
                .contains("messages_handled_seconds_count{outcome=\"retry\",source=\"mail\"} 1")
                .contains("messages_end_to_end_seconds_count{source=\"mail\"} 1")
                .contains("messages_dead_total{source=\"mail\"} 1")
                .contains("messages_redelivered_total{source=\"mail\"} 1")
                .contains("messages_leases_lost_total{source=\"mail\"} 1")
                .contains("messages_store_failed_total{source=\"mail\"} 1")
                .contains("messages_projected_total{name=\"search\"} 5")
                .contains("messages_projection_failed_total{name=\"search\"} 1");
    }
}
