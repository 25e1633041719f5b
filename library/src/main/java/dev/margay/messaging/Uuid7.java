package dev.margay.messaging;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Ids that sort by the time they were made: UUID version 7 (RFC 9562, 5.7), strictly rising within a process.
///
/// The milliseconds and the 12 bits after them form one counter, which follows the clock and never repeats or goes
/// back; the other 62 bits are random.
final class Uuid7 {

    private static final InstantSource CLOCK = InstantSource.system();
    // One for the process, or ids of two queues could not be compared.
    private static final AtomicLong LAST = new AtomicLong();

    private Uuid7() {}

    static String next() {
        long now = CLOCK.millis() << 12;
        long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (stamp >>> 12 << 16) | 0x7000 | (stamp & 0xfff);
        long low = (ThreadLocalRandom.current().nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
