package dev.margay.messaging;

import dev.margay.messaging.MessageStore.Outgoing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An outbox in memory, from which nothing is refused.
final class Box implements Outbox {

    final List<Entry> entries = new CopyOnWriteArrayList<>();
    final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();

    @Override
    public void add(Transaction transaction, Outgoing message) {
        entries.add(new Entry(numbers.incrementAndGet(), message, Duration.ZERO));
    }

    @Override
    public List<Entry> oldest(int most, Set<String> without) {
        looks.incrementAndGet();
        return entries.stream()
                .filter(entry -> entry.message().kind() == Outgoing.Kind.TOPIC
                        || !without.contains(entry.message().destination()))
                .limit(most)
                .toList();
    }

    @Override
    public DeadLetters setAside() {
        throw new AssertionError("nothing is refused");
    }

    @Override
    public void sent(List<Entry> those) {
        entries.removeAll(those);
    }

    @Override
    public void refused(Entry entry, String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public Optional<Duration> age() {
        return Optional.empty();
    }
}
