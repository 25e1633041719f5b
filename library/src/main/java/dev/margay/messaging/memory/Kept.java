package dev.margay.messaging.memory;

import dev.margay.messaging.DeadLetters.Counts;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.Delivery;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.MessageStore.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message in a queue, in one of its states. Used under the store's lock.
final class Kept {

    private static final int MOST_ENTRIES = 32;
    private static final int SUSPECT = 2;
    private static final long MOST_BYTES = 60_000;

    final long number;
    final String queue;
    final String source;
    final Message message;
    final Instant published;
    final long position;
    State state = State.WAITING;
    Instant due;
    long token;
    boolean started;
    int failures;
    int crashes;
    int deliveries;
    private int redrives;
    private int dropped;
    private String worker = "";
    private String reason = "";
    private @Nullable Instant expires;
    private final List<Failure> history = new ArrayList<>();

    enum State {
        WAITING,
        LEASED,
        DEAD
    }

    /// Where a message comes from, and when.
    record Origin(String source, Instant published, long position) {}

    Kept(long number, String queue, Message message, Origin origin) {
        this.number = number;
        this.queue = queue;
        this.message = message;
        this.source = origin.source();
        this.published = origin.published();
        this.position = origin.position();
        this.due = origin.published().plus(message.timing().delay());
        var lifetime = message.timing().lifetime();
        this.expires = lifetime == null ? null : origin.published().plus(lifetime);
    }

    Claim lease(String to, Instant until) {
        state = State.LEASED;
        due = until;
        worker = to;
        started = false;
        token++;
        var before = counts();
        deliveries++;
        var delivery = new Delivery(source, message, published, position, failures + 1, deliveries, history);
        return new Claim(new Lease(queue, number, token), delivery, before);
    }

    boolean isHeldBy(Lease lease) {
        return state == State.LEASED && token == lease.token();
    }

    void waitUntil(Instant time) {
        state = State.WAITING;
        due = time;
    }

    void bury(String why, Instant now) {
        state = State.DEAD;
        due = now;
        reason = why;
    }

    void redrive(Instant now) {
        waitUntil(now);
        failures = 0;
        crashes = 0;
        redrives++;
        expires = null;
    }

    boolean expiredBy(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    String worker() {
        return worker;
    }

    void remember(Failure failure) {
        while (history.size() > 1 && (history.size() >= MOST_ENTRIES || bytes() + bytes(failure) > MOST_BYTES)) {
            history.remove(1);
            dropped++;
        }
        history.add(failure);
    }

    private long bytes() {
        return history.stream().mapToLong(Kept::bytes).sum();
    }

    private static long bytes(Failure failure) {
        return bytes(failure.message()) + bytes(failure.stackTrace());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    Letter letter() {
        return new Letter(number, queue, letterMessage(), reason, due, counts(), history);
    }

    private Message letterMessage() {
        return new Message(
                message.id(),
                message.name(),
                message.payload(),
                message.key(),
                message.version(),
                message.headers(),
                Message.ofJson("").timing(),
                message.tombstone());
    }

    /// Those that are handed out now: one that was there when workers died is handed out alone.
    static List<Kept> together(List<Kept> due) {
        return !due.isEmpty() && due.getFirst().crashes >= SUSPECT
                ? due.subList(0, 1)
                : due.stream().filter(kept -> kept.crashes < SUSPECT).toList();
    }

    /// What a queue of these messages holds.
    static Depth depth(List<Kept> queue, Instant now) {
        var ready = queue.stream()
                .filter(kept -> kept.state == State.WAITING && !kept.due.isAfter(now))
                .toList();
        long waiting = count(queue, State.WAITING);
        return new Depth(
                ready.size(),
                waiting - ready.size(),
                count(queue, State.LEASED),
                count(queue, State.DEAD),
                longest(ready.stream().map(kept -> kept.due), now),
                longest(
                        queue.stream()
                                .filter(kept -> kept.state != State.DEAD)
                                .limit(1)
                                .map(kept -> kept.published),
                        now));
    }

    private static long count(List<Kept> queue, State state) {
        return queue.stream().filter(kept -> kept.state == state).count();
    }

    private static Duration longest(Stream<Instant> since, Instant now) {
        return since.map(then -> Duration.between(then, now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Counts counts() {
        return new Counts(failures, crashes, deliveries, redrives, dropped);
    }
}
