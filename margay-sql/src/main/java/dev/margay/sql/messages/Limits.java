package dev.margay.sql.messages;

import dev.margay.sql.View;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps queues below their limit without counting them at each publishing: a count is good for a tenth of the room it
/// found. Several processes may pass the limit together by that much.
final class Limits {

    static final long MESSAGES = 1_000_000;
    private static final long LEAST = 100;

    private final long most;
    private final Map<String, Long> room = new ConcurrentHashMap<>();

    Limits(long most) {
        this.most = most;
    }

    /// Whether the queue has room for one more.
    boolean admits(View tx, String queue) {
        var left = room.get(queue);
        if (left == null || left <= 0) {
            long free = most - count(tx, queue);
            if (free <= 0) {
                return false;
            }
            left = Math.max(Math.min(LEAST, free), free / 10);
        }
        room.put(queue, left - 1);
        return true;
    }

    private long count(View tx, String queue) {
        return tx.first("""
                        select count(*) as messages from
                            (select 1 from mq_state where queue = ? and state < 2 limit ?) as some""", row -> row.longValue("messages"), queue, most).orElseThrow();
    }
}
