package dev.margay.messaging.work;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Names;
import dev.margay.messaging.Outbox;
import dev.margay.messaging.Queue;
import dev.margay.messaging.Queue.RefusedException;
import dev.margay.messaging.Subscription;
import dev.margay.messaging.Topics;
import dev.margay.messaging.Transaction;
import dev.margay.messaging.work.Consumption.Station;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A service's way to queues and topics: a store, usually the broker's, and the outbox of the service's own database.
/// Safe for many threads.
public final class Messaging implements AutoCloseable {

    private static final int MOST = 1_000;

    private final Station station;
    private final @Nullable Outbox outbox;
    private final @Nullable Relay relay;
    private final Upkeep upkeep;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    private Messaging(Station station, @Nullable Outbox outbox) {
        this.station = station;
        this.outbox = outbox;
        this.relay = outbox == null ? null : Relay.start(station, outbox);
        this.upkeep = Upkeep.start(station);
    }

    /// For a program without a database: publishing within a transaction is refused.
    public static Messaging open(MessageStore store, Options options) {
        return new Messaging(new Station(store, options, new Renewal()), null);
    }

    /// Begins to relay what is published in transactions.
    public static Messaging open(MessageStore store, Outbox outbox, Options options) {
        return new Messaging(new Station(store, options, new Renewal()), outbox);
    }

    /// The queue of this name, which exists as soon as it is used.
    public Queue queue(String name) {
        return new StoreQueue(name, this, station);
    }

    public Topics topics() {
        return new StoreTopics(this, station);
    }

    /// All queues and groups that hold anything, for metrics and pages of administration.
    public Map<String, MessageStore.Depth> depths() {
        return station.store().depths();
    }

    /// What one of them holds, by the name [#depths()] gives it.
    public MessageStore.Depth depth(String source) {
        return station.store().depth(Names.checkSource(source));
    }

    /// The dead letters of a queue or group by the name [#depths()] gives it.
    public DeadLetters deadLetters(String source) {
        return new StoreDeadLetters(Names.checkSource(source), station.store());
    }

    /// How long the oldest message in the outbox has been waiting for the broker; empty when none waits.
    public Optional<Duration> outboxAge() {
        return outbox == null ? Optional.empty() : outbox.age();
    }

    String enlist(Transaction transaction, Outgoing message) {
        if (outbox == null || relay == null) {
            throw new IllegalStateException(
                    "published in a transaction without an outbox (expected: Messaging opened with one)");
        }
        var stamped = stamped(message);
        outbox.add(transaction, stamped);
        transaction.afterCommit(relay::wake);
        return stamped.message().id();
    }

    List<Published> send(List<Outgoing> messages) {
        if (messages.isEmpty() || messages.size() > MOST) {
            throw new IllegalArgumentException("%d messages (expected: 1 to %d)".formatted(messages.size(), MOST));
        }
        long begun = station.nanos();
        var outcomes = station.store()
                .publishTogether(messages.stream().map(Messaging::stamped).toList());
        var took = Duration.ofNanos(station.nanos() - begun);
        var destination = messages.getFirst().destination();
        boolean kept = outcomes.stream().noneMatch(Published::refused);
        outcomes.stream()
                .filter(outcome -> kept || outcome.refused())
                .forEach(outcome -> station.tell(new MessagingEvent.Published(destination, outcome, took)));
        for (int i = 0; i < outcomes.size(); i++) {
            refuse(messages.get(i), outcomes.get(i));
        }
        return outcomes;
    }

    private static void refuse(Outgoing message, Published outcome) {
        switch (outcome) {
            case ACCEPTED, DUPLICATE -> {}
            case FULL ->
                throw new RefusedException(
                        RefusedException.Reason.FULL,
                        "queue %s is full; try again later".formatted(message.destination()));
            case ID_TAKEN ->
                throw new RefusedException(
                        RefusedException.Reason.ID_TAKEN,
                        "message id %s belongs to another message (expected: a new id, or the same payload)"
                                .formatted(message.message().id()));
        }
    }

    private static Outgoing stamped(Outgoing message) {
        return new Outgoing(message.kind(), message.destination(), Travel.stamped(message.message()));
    }

    Subscription keep(Subscription started) {
        subscriptions.add(started);
        station.tell(new MessagingEvent.Subscribed(started.source()));
        return started;
    }

    /// Closes all subscriptions as [Subscription#close()] does, then relays what the outbox holds if the broker takes
    /// it at once, and ends. The store stays open.
    @Override
    public void close() {
        upkeep.close();
        subscriptions.forEach(Subscription::close);
        if (relay != null) {
            relay.close();
        }
    }

    /// How messaging works in a program. Immutable.
    ///
    /// @param worker names this process in error histories, in 1 to 200 characters
    /// @param drain how long closing waits for handlers at work; 10 seconds by default
    /// @param events receives what happens; nothing by default
    /// @param random where chance comes from; safe for many threads
    /// @param clock for measuring only
    public record Options(
            String worker,
            Duration drain,
            Consumer<MessagingEvent> events,
            RandomGenerator random,
            InstantSource clock) {

        private static final int LONGEST_NAME = 200;

        public Options {
            if (worker.isBlank() || worker.length() > LONGEST_NAME) {
                throw new IllegalArgumentException(
                        "worker: name of %d characters (expected: 1 to %d)".formatted(worker.length(), LONGEST_NAME));
            }
        }

        public static Options named(String worker) {
            return new Options(
                    worker,
                    Duration.ofSeconds(10),
                    event -> {},
                    () -> ThreadLocalRandom.current().nextLong(),
                    InstantSource.system());
        }

        public Options drain(Duration longest) {
            return new Options(worker, longest, events, random, clock);
        }

        public Options events(Consumer<MessagingEvent> consumer) {
            return new Options(worker, drain, consumer, random, clock);
        }

        public Options random(RandomGenerator seeded) {
            return new Options(worker, drain, events, seeded, clock);
        }
    }
}
