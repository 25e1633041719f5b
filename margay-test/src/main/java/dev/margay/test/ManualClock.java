package dev.margay.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Time that moves only when told: a wall clock and, apart from it, a clock of nanoseconds. Safe for many
/// threads.
public final class ManualClock implements InstantSource, LongSupplier {

    private Instant wall;
    private long nanos;

    public ManualClock(Instant start) {
        this.wall = start;
    }

    /// A clock that stands at 2026-03-04T12:00:00Z.
    public static ManualClock standing() {
        return new ManualClock(Instant.parse("2026-03-04T12:00:00Z"));
    }

    /// Both clocks move on.
    public synchronized void advance(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    /// Only the wall clock jumps, back or forth, as when somebody sets it.
    public synchronized void jumpTo(Instant time) {
        wall = time;
    }

    @Override
    public synchronized Instant instant() {
        return wall;
    }

    @Override
    public synchronized long getAsLong() {
        return nanos;
    }
}
