package dev.margay.messaging.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Lets one thread wait until something may have changed. A signal that comes before the wait ends it at once.
final class Wake {

    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 5_000;

    private boolean signalled;

    synchronized void signal() {
        signalled = true;
        notifyAll();
    }

    /// Waits for a signal, and takes it.
    synchronized void await(Duration longest) throws InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !signalled && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        signalled = false;
    }

    /// How long to stay away from something that has failed so many times in a row: 50 ms, doubling to 5 s, a half of
    /// it chance.
    static Duration backOff(int failures, RandomGenerator random) {
        long longest = Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(failures, 16));
        return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
    }
}
