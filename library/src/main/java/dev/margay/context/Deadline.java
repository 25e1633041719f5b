package dev.margay.context;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The moment after which nobody waits for the answer any more. Immutable.
///
/// Remaining time travels between processes, never a moment of a clock, so clocks need not agree. Inside a process it
/// is a point of a monotonic clock ([System#nanoTime()] unless a test gives another).
public final class Deadline {

    private static final LongSupplier SYSTEM = System::nanoTime;
    private static final long LONGEST = Long.MAX_VALUE / 4;
    private static final Deadline NONE = new Deadline(0, false, SYSTEM);

    private final long atNanos;
    private final boolean bounded;
    private final LongSupplier nanoClock;

    private Deadline(long atNanos, boolean bounded, LongSupplier nanoClock) {
        this.atNanos = atNanos;
        this.bounded = bounded;
        this.nanoClock = nanoClock;
    }

    /// No limit.
    public static Deadline none() {
        return NONE;
    }

    /// So much time from now; zero or less is already over.
    public static Deadline after(Duration time) {
        return after(time, SYSTEM);
    }

    /// So much time from now on the given clock of nanoseconds.
    public static Deadline after(Duration time, LongSupplier nanoClock) {
        return new Deadline(nanoClock.getAsLong() + nanos(time), true, nanoClock);
    }

    /// The nearer of this deadline and so much time from now.
    public Deadline within(Duration time) {
        return remainingNanos() <= nanos(time) ? this : after(time, nanoClock);
    }

    /// Whether there is a limit at all.
    public boolean bounded() {
        return bounded;
    }

    public boolean expired() {
        return bounded && atNanos - nanoClock.getAsLong() <= 0;
    }

    /// Time left, never negative; about 73 years when there is no limit.
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /// As [#remaining()], in nanoseconds.
    public long remainingNanos() {
        return bounded ? Math.max(0, atNanos - nanoClock.getAsLong()) : LONGEST;
    }

    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(LONGEST)) >= 0 ? LONGEST : Math.max(0, time.toNanos());
    }

    @Override
    public String toString() {
        return bounded ? "in " + remaining() : "none";
    }
}
