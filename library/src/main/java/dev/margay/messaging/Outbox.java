package dev.margay.messaging;

import dev.margay.messaging.MessageStore.Outgoing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Messages published in transactions of a service's database, on their way to the broker. Safe for many threads.
public interface Outbox {

    /// Adds a message to the transaction's changes.
    void add(Transaction transaction, Outgoing message);

    /// The oldest messages, in the order they were added; empty also when another process has the job of sending them.
    default List<Entry> oldest(int most) {
        return oldest(most, Set.of());
    }

    /// As [#oldest(int)], without those for these queues.
    List<Entry> oldest(int most, Set<String> without);

    /// Forgets messages that the broker has accepted.
    void sent(List<Entry> those);

    /// Sets a message aside that the broker will never accept.
    void refused(Entry entry, String reason);

    /// What was set aside, each with the reason; put back, it is sent once more. One id may be here for several
    /// destinations: all of them are put back or discarded, and counted.
    DeadLetters setAside();

    /// How long the oldest message has been waiting.
    Optional<Duration> age();

    /// A message, its place in the outbox, and how long it has waited there.
    record Entry(long number, Outgoing message, Duration waited) {}
}
