package dev.margay.messaging.work;

import dev.margay.context.VirtualThreads;
import dev.margay.messaging.MessageStore.Lease;
import dev.margay.messaging.MessageStore.Settlement;
import dev.margay.messaging.MessagingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/// Tells the store what became of messages, many at a time, on a thread of its own. Bounded by what is held.
///
/// A store that does not answer is asked again with the same leases: what it did hear the first time is stale the
/// second, and changes nothing.
final class Settling {

    private static final int MOST = 256;

    private final Consumption.Station station;
    private final String source;
    private final BiConsumer<Lease, Boolean> answered;
    private final BlockingQueue<Optional<Settlement>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    Settling(Consumption.Station station, String source, BiConsumer<Lease, Boolean> answered) {
        this.station = station;
        this.source = source;
        this.answered = answered;
        this.thread = VirtualThreads.onJdk("settles-" + source).newThread(this::settleAll);
    }

    void start() {
        thread.start();
    }

    void add(Settlement settlement) {
        waiting.add(Optional.of(settlement));
    }

    /// Settles what waits, if the store takes it at once, and ends.
    void close() throws InterruptedException {
        closing = true;
        waiting.add(Optional.empty());
        thread.join();
    }

    private void settleAll() {
        var taken = new ArrayList<Optional<Settlement>>();
        try {
            while (!closing || !waiting.isEmpty()) {
                taken.add(waiting.take());
                waiting.drainTo(taken, MOST - 1);
                var batch = taken.stream().flatMap(Optional::stream).toList();
                if (!batch.isEmpty()) {
                    settle(batch);
                }
                taken.clear();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that settles", e);
        }
    }

    private void settle(List<Settlement> batch) throws InterruptedException {
        for (int failures = 0; ; failures++) {
            try {
                var stale = station.store().settle(batch);
                batch.forEach(one -> answered.accept(one.lease(), stale.contains(one.lease())));
                return;
            } catch (RuntimeException | Error e) {
                var pause = Wake.backOff(failures, station.options().random());
                station.tell(new MessagingEvent.StoreFailed(source, "settle", e, pause));
                if (closing) {
                    batch.forEach(one -> answered.accept(one.lease(), true));
                    return;
                }
                pause(pause);
            }
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        new Wake().await(time);
    }
}
