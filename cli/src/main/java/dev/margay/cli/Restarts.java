package dev.margay.cli;

import java.time.Duration;

/// How soon a program that died is started again: twice as late each time, at once again after a healthy while.
/// Immutable.
record Restarts(Duration first, Duration longest, Duration healthy) {

    private static final int MOST_DOUBLINGS = 20;

    static Restarts standard() {
        return new Restarts(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /// The wait before the restart after so many restarts in a row without a healthy while between them.
    Duration delay(int earlier) {
        var delay = first.multipliedBy(1L << Math.min(earlier, MOST_DOUBLINGS));
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
