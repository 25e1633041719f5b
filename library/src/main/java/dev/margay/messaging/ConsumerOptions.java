package dev.margay.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// How a consumer works. Immutable.
///
/// @param concurrency messages handled at once; 16 by default
/// @param prefetch messages taken ahead of the handlers, at most twice the concurrency; 16 by default
/// @param lease how long a message stays with a worker that has stopped renewing, 1 second to 12 hours; 30 seconds
/// @param longest how long one handling may take, at most 365 days; 10 minutes by default
/// @param retries what follows a failure
/// @param keyOrder whether messages of one key wait for each other
public record ConsumerOptions(
        int concurrency, int prefetch, Duration lease, Duration longest, Retries retries, KeyOrder keyOrder) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofHours(12);
    private static final Duration YEAR = Duration.ofDays(365);

    public ConsumerOptions {
        if (concurrency < 1 || concurrency > 10_000) {
            throw new IllegalArgumentException("concurrency: %d (expected: 1 to 10000)".formatted(concurrency));
        }
        if (prefetch < 0 || prefetch > 2 * concurrency) {
            throw new IllegalArgumentException("prefetch: %d (expected: 0 to %d)".formatted(prefetch, 2 * concurrency));
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException(
                    "lease: %s (expected: %s to %s)".formatted(lease, SHORTEST_LEASE, LONGEST_LEASE));
        }
        if (!longest.isPositive() || longest.compareTo(YEAR) > 0) {
            throw new IllegalArgumentException(
                    "longest handling: %s (expected: > 0, at most 365 days)".formatted(longest));
        }
    }

    /// The values given above; keys wait for nothing.
    public static ConsumerOptions usual() {
        return new ConsumerOptions(
                16, 16, Duration.ofSeconds(30), Duration.ofMinutes(10), Retries.usual(), KeyOrder.FREE);
    }

    /// So many messages at once, and as many taken ahead.
    public ConsumerOptions concurrency(int most) {
        return new ConsumerOptions(most, most, lease, longest, retries, keyOrder);
    }

    public ConsumerOptions prefetch(int most) {
        return new ConsumerOptions(concurrency, most, lease, longest, retries, keyOrder);
    }

    public ConsumerOptions lease(Duration time) {
        return new ConsumerOptions(concurrency, prefetch, time, longest, retries, keyOrder);
    }

    public ConsumerOptions longest(Duration time) {
        return new ConsumerOptions(concurrency, prefetch, lease, time, retries, keyOrder);
    }

    public ConsumerOptions retries(Retries what) {
        return new ConsumerOptions(concurrency, prefetch, lease, longest, what, keyOrder);
    }

    public ConsumerOptions keyOrder(KeyOrder what) {
        return new ConsumerOptions(concurrency, prefetch, lease, longest, retries, what);
    }

    /// Whether messages of one key wait for each other.
    public enum KeyOrder {
        /// Each message goes its own way; the handler compares versions if order matters.
        FREE,
        /// One message of a key at a time, in the order they were published; a message that waits for its next try
        /// holds back those of its key, a dead letter does not.
        KEPT
    }

    /// When a failed message is tried again.
    ///
    /// @param attempts tries in all, after which the message is a dead letter
    /// @param waits between the tries; the last one is repeated
    /// @param jitter how much of a wait is left to chance, 0 to 1
    public record Retries(int attempts, List<Duration> waits, double jitter) {

        private static final Duration SHORTEST = Duration.ofMillis(100);
        private static final Duration FIRST = Duration.ofSeconds(1);
        private static final Duration LAST = Duration.ofHours(1);

        public Retries {
            waits = List.copyOf(waits);
            if (attempts < 1) {
                throw new IllegalArgumentException("attempts: %d (expected: >= 1)".formatted(attempts));
            }
            if (waits.isEmpty() || waits.stream().anyMatch(Retries::isOutside)) {
                throw new IllegalArgumentException(
                        "waits: %s (expected: one or more of 0.1 s to 365 days)".formatted(waits));
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("jitter: %s (expected: 0 to 1)".formatted(jitter));
            }
        }

        /// 16 tries: waits of 1, 2, 4 ... seconds up to an hour, about three hours in all; half of each is chance.
        public static Retries usual() {
            return upTo(16);
        }

        /// So many tries with the usual waits.
        public static Retries upTo(int attempts) {
            return new Retries(attempts, doubling(FIRST), 0.5);
        }

        /// Waits that begin with this one and double up to an hour.
        public Retries from(Duration first) {
            return new Retries(attempts, doubling(first), jitter);
        }

        /// One more try after each of these waits, without chance.
        public static Retries after(Duration... waits) {
            return new Retries(waits.length + 1, List.of(waits), 0);
        }

        /// How long to wait after so many failures.
        public Duration wait(int failures, RandomGenerator random) {
            var longest = waits.get(Math.min(failures, waits.size()) - 1);
            return longest.minusNanos((long) (longest.toNanos() * jitter * random.nextDouble()));
        }

        private static boolean isOutside(Duration wait) {
            return wait.compareTo(SHORTEST) < 0 || wait.compareTo(YEAR) > 0;
        }

        private static List<Duration> doubling(Duration first) {
            var waits = new ArrayList<Duration>();
            for (var next = first; next.compareTo(LAST) < 0 && waits.size() < 64; next = next.multipliedBy(2)) {
                waits.add(next);
            }
            waits.add(LAST);
            return waits;
        }
    }
}
