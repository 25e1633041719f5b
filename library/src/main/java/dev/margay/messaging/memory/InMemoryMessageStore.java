package dev.margay.messaging.memory;

import dev.margay.context.Cancellation.Registration;
import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.Names;
import dev.margay.messaging.memory.Kept.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Queues and topics in memory, for tests. Safe for many threads; everything happens under one lock.
public final class InMemoryMessageStore implements MessageStore {

    private static final int MOST_CRASHES = 3;
    private static final long MESSAGES = 1_000_000;

    private final InstantSource clock;
    private final long most;
    private final TreeMap<Long, Kept> messages = new TreeMap<>();
    private final Map<String, String> done = new HashMap<>();
    private final EventLog log = new EventLog();
    private final Map<String, Long> groups = new HashMap<>();
    private final Set<String> paused = new HashSet<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long numbers;

    public InMemoryMessageStore(InstantSource clock) {
        this(clock, MESSAGES);
    }

    /// With another limit than a million messages a queue.
    public InMemoryMessageStore(InstantSource clock, long most) {
        this.clock = clock;
        this.most = most;
    }

    private <T> T change(Supplier<T> step) {
        T result;
        synchronized (this) {
            result = step.get();
        }
        listeners.forEach(Runnable::run);
        return result;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    @Override
    public List<Published> publish(List<Outgoing> outgoing) {
        return change(() -> outgoing.stream().map(this::publish).toList());
    }

    @Override
    public List<Published> publishTogether(List<Outgoing> outgoing) {
        return change(() -> {
            long number = numbers;
            long position = log.head();
            var outcomes = outgoing.stream().map(this::publish).toList();
            if (outcomes.stream().anyMatch(Published::refused)) {
                messages.tailMap(number, false).clear();
                log.backTo(position);
            }
            return outcomes;
        });
    }

    private Published publish(Outgoing outgoing) {
        return switch (outgoing.kind()) {
            case QUEUE -> enqueue(outgoing.destination(), outgoing.message());
            case TOPIC -> log.append(outgoing.destination(), outgoing.message(), now());
        };
    }

    private Published enqueue(String queue, Message message) {
        var known = find(queue, message.id())
                .map(kept -> kept.message.payload())
                .or(() -> Optional.ofNullable(done.get(queue + " " + message.id())));
        if (known.isPresent()) {
            return known.get().equals(message.payload()) ? Published.DUPLICATE : Published.ID_TAKEN;
        }
        if (of(queue).filter(kept -> kept.state != State.DEAD).count() >= most) {
            return Published.FULL;
        }
        add(queue, message, new Kept.Origin(queue, now(), 0));
        return Published.ACCEPTED;
    }

    private Kept add(String queue, Message message, Kept.Origin origin) {
        var kept = new Kept(++numbers, queue, message, origin);
        messages.put(kept.number, kept);
        return kept;
    }

    private Optional<Kept> find(String queue, String id) {
        return of(queue).filter(kept -> kept.message.id().equals(id)).findFirst();
    }

    private Stream<Kept> of(String queue) {
        return messages.values().stream().filter(kept -> kept.queue.equals(queue));
    }

    @Override
    public Claimed claim(Ask ask) {
        return change(() -> claimNow(ask));
    }

    private Claimed claimNow(Ask ask) {
        if (paused.contains(ask.queue())) {
            return new Claimed(List.of(), Optional.empty());
        }
        endLeases(ask.queue());
        feed(ask);
        of(ask.queue())
                .filter(kept -> kept.state == State.WAITING && kept.expiredBy(now()))
                .forEach(this::expire);
        var taken = Kept.together(due(ask).limit(ask.most()).toList());
        var claims = taken.stream()
                .map(kept -> kept.lease(ask.worker(), now().plus(ask.lease())))
                .toList();
        return new Claimed(claims, next(ask));
    }

    private Stream<Kept> due(Ask ask) {
        return of(ask.queue())
                .filter(kept -> kept.state == State.WAITING && !kept.due.isAfter(now()))
                .filter(kept -> ask.keyOrder() == KeyOrder.FREE || isFirstOfItsKey(kept))
                .sorted(Comparator.<Kept, Instant>comparing(kept -> kept.due).thenComparingLong(kept -> kept.number));
    }

    private boolean isFirstOfItsKey(Kept kept) {
        var key = kept.message.about();
        return key.isEmpty()
                || messages.headMap(kept.number).values().stream()
                        .noneMatch(earlier -> earlier.state != State.DEAD
                                && earlier.queue.equals(kept.queue)
                                && earlier.message.about().equals(key));
    }

    private void endLeases(String queue) {
        of(queue)
                .filter(kept -> kept.state == State.LEASED && !kept.due.isAfter(now()))
                .forEach(this::endLease);
    }

    private void endLease(Kept kept) {
        if (!kept.started) {
            kept.waitUntil(now());
            return;
        }
        kept.crashes++;
        kept.remember(failure(kept, 520, "the worker died, or stopped for longer than its lease"));
        if (kept.crashes >= MOST_CRASHES) {
            kept.bury("crash-loop", now());
        } else {
            kept.waitUntil(now().plusSeconds(1L << kept.crashes));
        }
    }

    private void expire(Kept kept) {
        kept.remember(failure(kept, 410, "the message expired before it was handled"));
        kept.bury("expired", now());
    }

    private Failure failure(Kept kept, int status, String text) {
        return new Failure(status, text, "", now(), kept.failures + 1, kept.worker(), "", "");
    }

    private void feed(Ask ask) {
        var source = ask.source();
        if (source == null) {
            return;
        }
        joinNow(source);
        for (var event : log.after(groups.getOrDefault(source.queue(), 0L))) {
            boolean known = find(source.queue(), event.message().id()).isPresent();
            if (!known && Names.covers(source.pattern(), event.subject())) {
                var kept = add(
                        source.queue(),
                        event.message(),
                        new Kept.Origin(event.subject(), event.published(), event.position()));
                kept.due = now();
            }
        }
        groups.put(source.queue(), log.head());
    }

    @Override
    public synchronized Outlook outlook(Ask ask) {
        if (paused.contains(ask.queue())) {
            return new Outlook(false, Optional.empty());
        }
        var source = ask.source();
        boolean unfed = source != null && groups.getOrDefault(source.queue(), -1L) < log.head();
        boolean over = of(ask.queue()).anyMatch(kept -> kept.state == State.LEASED && !kept.due.isAfter(now()));
        return new Outlook(unfed || over || due(ask).findFirst().isPresent(), next(ask));
    }

    private Optional<Duration> next(Ask ask) {
        return of(ask.queue())
                .filter(kept -> kept.state != State.DEAD && kept.due.isAfter(now()))
                .map(kept -> Duration.between(now(), kept.due))
                .min(Comparator.naturalOrder());
    }

    @Override
    public boolean start(Lease lease) {
        return change(() -> held(lease).map(kept -> kept.started = true).isPresent());
    }

    private Optional<Kept> held(Lease lease) {
        return Optional.ofNullable(messages.get(lease.number())).filter(kept -> kept.isHeldBy(lease));
    }

    @Override
    public Set<Lease> extend(Set<Lease> leases, Duration time) {
        return change(() -> {
            var kept = new HashSet<Lease>();
            for (var lease : leases) {
                held(lease).filter(each -> each.due.isAfter(now())).ifPresent(each -> {
                    each.due = now().plus(time);
                    kept.add(lease);
                });
            }
            return kept;
        });
    }

    @Override
    public Set<Lease> settle(List<Settlement> settlements) {
        return change(() -> {
            var stale = new HashSet<Lease>();
            for (var settlement : settlements) {
                held(settlement.lease())
                        .ifPresentOrElse(kept -> settle(kept, settlement), () -> stale.add(settlement.lease()));
            }
            return stale;
        });
    }

    private void settle(Kept kept, Settlement settlement) {
        switch (settlement) {
            case Settlement.Done _ -> remove(kept);
            case Settlement.Released released -> kept.waitUntil(now().plus(released.delay()));
            case Settlement.Failed failed -> {
                kept.failures++;
                kept.remember(failed.failure().at(now()));
                kept.waitUntil(now().plus(failed.delay()));
            }
            case Settlement.Dead dead -> {
                kept.failures++;
                kept.remember(dead.failure().at(now()));
                kept.bury(dead.reason(), now());
            }
        }
    }

    private void remove(Kept kept) {
        messages.remove(kept.number);
        done.put(kept.queue + " " + kept.message.id(), kept.message.payload());
    }

    @Override
    public void join(Source source) {
        change(() -> joinNow(source));
    }

    private boolean joinNow(Source source) {
        long start = source.start() == Group.Start.OLDEST ? 0 : log.head();
        return groups.putIfAbsent(source.queue(), start) == null;
    }

    @Override
    public void forget(Source source) {
        change(() -> {
            groups.remove(source.queue());
            return messages.values().removeIf(kept -> kept.queue.equals(source.queue()) && kept.state != State.DEAD);
        });
    }

    @Override
    public void bury(String queue, Logged event, Failure failure) {
        change(() -> {
            if (find(queue, event.message().id()).isEmpty()) {
                var kept = add(
                        queue, event.message(), new Kept.Origin(event.subject(), event.published(), event.position()));
                kept.failures = 1;
                kept.deliveries = 1;
                kept.remember(failure.at(now()));
                kept.bury("poison", now());
            }
            return "";
        });
    }

    @Override
    public synchronized Page read(String pattern, long after, int most) {
        return log.read(pattern, after, most);
    }

    @Override
    public synchronized List<Letter> deadLetters(String queue, long after, int most) {
        return dead(queue)
                .filter(kept -> kept.number > after)
                .limit(most)
                .map(Kept::letter)
                .toList();
    }

    private Stream<Kept> dead(String queue) {
        return of(queue).filter(kept -> kept.state == State.DEAD);
    }

    @Override
    public synchronized Optional<Letter> deadLetter(String queue, String id) {
        return dead(queue, List.of(id)).findFirst().map(Kept::letter);
    }

    private Stream<Kept> dead(String queue, List<String> ids) {
        return dead(queue).filter(kept -> ids.contains(kept.message.id()));
    }

    @Override
    public int redrive(String queue, List<String> ids) {
        return change(() -> {
            var found = dead(queue, ids).toList();
            found.forEach(kept -> kept.redrive(now()));
            return found.size();
        });
    }

    @Override
    public int discard(String queue, List<String> ids, String by) {
        return change(() -> {
            var found = dead(queue, ids).toList();
            found.forEach(this::remove);
            return found.size();
        });
    }

    @Override
    public void pause(String queue, boolean stop) {
        change(() -> stop ? paused.add(queue) : paused.remove(queue));
    }

    @Override
    public synchronized Depth depth(String queue) {
        return Kept.depth(of(queue).toList(), now());
    }

    @Override
    public synchronized Map<String, Depth> depths() {
        var depths = new TreeMap<String, Depth>();
        messages.values().forEach(kept -> depths.computeIfAbsent(kept.queue, this::depth));
        return depths;
    }

    @Override
    public void tidy() {
        change(() -> {
            long seen = groups.values().stream().min(Comparator.naturalOrder()).orElse(Long.MAX_VALUE);
            log.tidy(seen, now());
            return "";
        });
    }

    @Override
    public Registration onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Durability durability() {
        return Durability.NONE;
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
