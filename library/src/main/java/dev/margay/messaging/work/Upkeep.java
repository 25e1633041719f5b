package dev.margay.messaging.work;

import dev.margay.context.VirtualThreads;
import dev.margay.messaging.MessagingEvent;
import java.time.Duration;

/// Has the store forget now and then what was kept long enough, on one virtual thread.
///
/// Each process does it, at times left to chance: what one has forgotten the next does not find.
final class Upkeep implements AutoCloseable {

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Consumption.Station station;
    private final Wake wake = new Wake();
    private final Thread thread;
    private volatile boolean closing;

    private Upkeep(Consumption.Station station) {
        this.station = station;
        this.thread = VirtualThreads.onJdk("upkeep").newThread(this::run);
    }

    static Upkeep start(Consumption.Station station) {
        var upkeep = new Upkeep(station);
        upkeep.thread.start();
        return upkeep;
    }

    private void run() {
        try {
            wake.await(FIRST.plus(chance()));
            while (!closing) {
                tidy();
                wake.await(EVERY.plus(chance()));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the thread of the upkeep", e);
        }
    }

    private Duration chance() {
        return Duration.ofMillis(station.options().random().nextLong(FIRST.toMillis()));
    }

    private void tidy() {
        try {
            station.store().tidy();
        } catch (RuntimeException | Error e) {
            station.tell(new MessagingEvent.StoreFailed("", "tidy", e, EVERY));
        }
    }

    @Override
    public void close() {
        closing = true;
        wake.signal();
    }
}
