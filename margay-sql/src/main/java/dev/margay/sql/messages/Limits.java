package dev.margay.sql.messages;

import dev.margay.sql.View;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Keeps queues below their limit without counting them at each publishing: a count is good for a tenth of the room it
/// found. Several processes may pass the limit together by that much.
///
/// A count that found a large queue full is good for twenty times as long as it took, at most a second, so that those
/// who are refused cost no more than a twentieth of the time.
final class Limits {

    static final long MESSAGES = 1_000_000;
    private static final long LEAST = 100;
    private static final long LARGE = 10_000;
    private static final long SHARE = 20;
    private static final long LONGEST_NANOS = 1_000_000_000;

    private final long most;
    private final LongSupplier nanoClock;
    private final Map<String, Long> room = new ConcurrentHashMap<>();
    private final Map<String, Long> fullUntil = new ConcurrentHashMap<>();

    Limits(long most, LongSupplier nanoClock) {
        this.most = most;
        this.nanoClock = nanoClock;
    }

    /// Whether the queue has room for one more.
    boolean admits(View tx, String queue) {
        var left = room.get(queue);
        if (left == null || left <= 0) {
            long free = knownFull(queue) ? 0 : free(tx, queue);
            if (free <= 0) {
                return false;
            }
            left = Math.max(Math.min(LEAST, free), free / 10);
        }
        room.put(queue, left - 1);
        return true;
    }

    private boolean knownFull(String queue) {
        var until = fullUntil.get(queue);
        return until != null && until - nanoClock.getAsLong() > 0;
    }

    private long free(View tx, String queue) {
        long begun = nanoClock.getAsLong();
        long free = most - count(tx, queue);
        if (free <= 0 && most >= LARGE) {
            long now = nanoClock.getAsLong();
            fullUntil.put(queue, now + Math.min(LONGEST_NANOS, SHARE * (now - begun)));
        } else {
            fullUntil.remove(queue);
        }
        return free;
    }

    private long count(View tx, String queue) {
        return tx.first("""
                        select count(*) as messages from
                            (select 1 from mq_state where queue = ? and state < 2 limit ?) as some""", row -> row.longValue("messages"), queue, most).orElseThrow();
    }
}
