package kittens.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts failures by name and refuses further attempts for a while when there were too many. Safe for many threads.
///
/// An attempt counts as failed from its beginning until it succeeds, so that many at once gain nothing. Only the names
/// used last are remembered.
final class Attempts {

    private static final int MOST_NAMES = 10_000;

    private final Pace pace;
    private final LongSupplier nanoClock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    Attempts(Pace pace, LongSupplier nanoClock) {
        this.pace = pace;
        this.nanoClock = nanoClock;
    }

    /// Begins an attempt, or refuses it; a refused one does not count.
    synchronized boolean begin(String name) {
        long now = nanoClock.getAsLong();
        var before = failures.get(name);
        if (before != null && now - before.openNanos() < 0) {
            return false;
        }
        int count = before == null || now - before.openNanos() > pace.memory().toNanos() ? 1 : before.count() + 1;
        failures.put(name, new Failures(count, now + pace.delay(count).toNanos()));
        if (failures.size() > MOST_NAMES) {
            failures.remove(failures.keySet().iterator().next());
        }
        return true;
    }

    synchronized void succeeded(String name) {
        failures.remove(name);
    }

    /// @param openNanos when the next attempt may begin
    private record Failures(int count, long openNanos) {}

    /// How many failures are free, and what the others cost. Immutable.
    ///
    /// @param free failures in a row without a delay
    /// @param first the delay after one more; it doubles with each further one
    /// @param longest the delay never grows beyond
    /// @param memory failures are forgotten when so much time passed after the last delay
    record Pace(int free, Duration first, Duration longest, Duration memory) {

        Duration delay(int count) {
            if (count <= free) {
                return Duration.ZERO;
            }
            var delay = first.multipliedBy(1L << Math.min(count - free - 1, 20));
            return delay.compareTo(longest) < 0 ? delay : longest;
        }
    }
}
