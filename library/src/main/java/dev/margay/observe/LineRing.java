package dev.margay.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A bounded queue of lines from many threads to one, without a lock: who finds it full drops the line and counts it.
///
/// A producer takes a number, then fills the place that belongs to it; the consumer empties places in order
/// and stops at one that is taken but not yet filled. A place is free again when the consumer has passed it,
/// which producers see in [#head].
final class LineRing {

    private final AtomicReferenceArray<@Nullable Line> places;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();
    private final LongAdder dropped = new LongAdder();

    /// @param size a power of two
    LineRing(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size: %d (expected: a power of two)".formatted(size));
        }
        places = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /// Adds the line, or drops it if the ring is full.
    boolean offer(Line line) {
        long at = tail.get();
        while (true) {
            if (at - head.get() > mask) {
                dropped.increment();
                return false;
            }
            long seen = tail.compareAndExchange(at, at + 1);
            if (seen == at) {
                places.setRelease((int) at & mask, line);
                return true;
            }
            at = seen;
        }
    }

    /// The next line, or null if there is none yet. For the one consumer.
    @Nullable
    Line poll() {
        long at = head.get();
        int place = (int) at & mask;
        var line = places.getAcquire(place);
        if (line != null) {
            places.setRelease(place, null);
            head.setRelease(at + 1);
        }
        return line;
    }

    boolean isEmpty() {
        return head.get() == tail.get();
    }

    /// How many lines found no place so far.
    long dropped() {
        return dropped.sum();
    }
}
