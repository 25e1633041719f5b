package dev.margay.messaging.work;

import dev.margay.context.Deadline;
import dev.margay.context.VirtualThreads;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Moves messages from a service's outbox to the broker, in their order, on one virtual thread.
///
/// A message is copied under its id and then deleted: whatever is cut off between the two is copied again, and the
/// broker knows the id. While the broker does not answer, everything waits; for a full queue only what goes there.
final class Relay implements AutoCloseable {

    private static final int MOST = 256;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Consumption.Station station;
    private final Outbox outbox;
    private final Wake wake = new Wake();
    private final FullQueues full;
    private final Thread thread;
    private volatile boolean closing;

    private Relay(Consumption.Station station, Outbox outbox) {
        this.station = station;
        this.outbox = outbox;
        this.full = new FullQueues(station.options().random());
        this.thread = VirtualThreads.onJdk("outbox").newThread(this::relayAll);
    }

    static Relay start(Consumption.Station station, Outbox outbox) {
        var relay = new Relay(station, outbox);
        relay.thread.start();
        return relay;
    }

    /// Something was committed to the outbox.
    void wake() {
        wake.signal();
    }

    private void relayAll() {
        int failures = 0;
        try {
            while (!closing) {
                try {
                    wake.await(relaySome() ? Duration.ZERO : full.untilNext(station.nanos(), LOOK));
                    failures = 0;
                } catch (RuntimeException | Error e) {
                    var pause = Wake.backOff(failures++, station.options().random());
                    station.tell(new MessagingEvent.RelayFailed(e, pause));
                    wait(pause);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that relays", e);
        }
    }

    /// Whether there may be more.
    private boolean relaySome() {
        long now = station.nanos();
        var entries = outbox.oldest(MOST, full.notYet(now));
        if (entries.isEmpty()) {
            full.removeDue(now).forEach(this::tellFree);
            return false;
        }
        var outcomes = station.store()
                .publish(entries.stream().map(Outbox.Entry::message).toList());
        var accepted = new ArrayList<Outbox.Entry>(entries.size());
        var waiting = new TreeSet<String>();
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            switch (outcomes.get(i)) {
                case ACCEPTED, DUPLICATE -> accepted.add(entry);
                case FULL -> waiting.add(entry.message().destination());
                case ID_TAKEN -> refuse(entry);
            }
        }
        outbox.sent(accepted);
        tellRelayed(accepted);
        mark(queues(accepted), waiting);
        return true;
    }

    /// A topic is never full; one called like a queue is another thing.
    private static Set<String> queues(List<Outbox.Entry> entries) {
        return entries.stream()
                .map(Outbox.Entry::message)
                .filter(message -> message.kind() == Outgoing.Kind.QUEUE)
                .map(Outgoing::destination)
                .collect(Collectors.toSet());
    }

    private void mark(Set<String> taking, Set<String> waiting) {
        for (var queue : taking) {
            if (!waiting.contains(queue) && full.remove(queue)) {
                tellFree(queue);
            }
        }
        for (var queue : waiting) {
            var pause = full.stayAway(queue, taking.contains(queue), station.nanos());
            station.tell(new MessagingEvent.RelayHeldUp(queue, pause));
        }
    }

    private void tellFree(String queue) {
        station.tell(new MessagingEvent.RelayFree(queue));
    }

    private void refuse(Outbox.Entry entry) {
        var reason = "another message has this id";
        outbox.refused(entry, reason);
        var message = entry.message().message();
        var refused = new MessagingEvent.OutboxRefused(entry.message().destination(), message.id(), reason);
        Travel.call(message, Deadline.none()).within(() -> station.tell(refused));
    }

    private void tellRelayed(List<Outbox.Entry> accepted) {
        if (!accepted.isEmpty()) {
            var oldest = accepted.getFirst().waited();
            station.tell(new MessagingEvent.Relayed(accepted.size(), oldest));
        }
    }

    /// Waits although new messages may come: what has failed is not tried again any sooner for them.
    private void wait(Duration pause) throws InterruptedException {
        long until = station.nanos() + pause.toNanos();
        for (long left = pause.toNanos(); !closing && left > 0; left = until - station.nanos()) {
            wake.await(Duration.ofNanos(left));
        }
    }

    /// Relays what was committed so far, if the broker takes it at once.
    @Override
    public void close() {
        closing = true;
        wake.signal();
        try {
            thread.join();
            if (!Thread.currentThread().isInterrupted()) {
                relayRest();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void relayRest() {
        try {
            boolean more = true;
            while (more) {
                more = relaySome();
            }
        } catch (RuntimeException | Error e) {
            station.tell(new MessagingEvent.RelayFailed(e, Duration.ZERO));
        }
    }
}
