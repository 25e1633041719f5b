package dev.margay.messaging.work;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Queues that the relay found full, and when it tries each again. One thread at a time; times are its own
/// nanoseconds.
final class FullQueues {

    private final Map<String, Mark> marks = new HashMap<>();
    private final RandomGenerator random;

    FullQueues(RandomGenerator random) {
        this.random = random;
    }

    /// Those that are not to be tried yet.
    Set<String> notYet(long now) {
        return where(mark -> mark.untilNanos() - now > 0);
    }

    /// How long until one of them is to be tried, at most so long.
    Duration untilNext(long now, Duration longest) {
        return marks.values().stream()
                .map(mark -> Duration.ofNanos(mark.untilNanos() - now))
                .filter(left -> left.compareTo(longest) < 0)
                .min(Comparator.naturalOrder())
                .orElse(longest);
    }

    /// A queue is full, whatever else it took; how long it is left alone now.
    Duration stayAway(String queue, boolean tookSome, long now) {
        var before = marks.get(queue);
        int times = before == null || tookSome ? 0 : before.times() + 1;
        var pause = Wake.backOff(times, random);
        marks.put(queue, new Mark(times, now + pause.toNanos()));
        return pause;
    }

    /// Whether this one was full until now.
    boolean remove(String queue) {
        return marks.remove(queue) != null;
    }

    /// Forgets those that were to be tried, after nothing was found that waits for them: a mark that nobody takes away
    /// would be due for ever.
    Set<String> removeDue(long now) {
        var due = where(mark -> mark.untilNanos() - now <= 0);
        marks.keySet().removeAll(due);
        return due;
    }

    private Set<String> where(Predicate<Mark> wanted) {
        return marks.entrySet().stream()
                .filter(each -> wanted.test(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Full so many times in a row, and left alone until then.
    private record Mark(int times, long untilNanos) {}
}
