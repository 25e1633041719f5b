package dev.margay.sql.messages;

import dev.margay.sql.Row;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Forgets what was kept long enough, a thousand rows at a time, so that nobody waits long for the writer.
final class Tidying {

    private static final int AT_ONCE = 1_000;
    private static final Duration DONE = Duration.ofHours(24);
    private static final Duration EVENTS = Duration.ofDays(7);
    private static final Duration TOMBSTONES = Duration.ofDays(30);

    private Tidying() {}

    static void tidy(Sql sql) {
        untilFew(() -> sql.write(Tidying::forgetDone));
        untilFew(() -> sql.write(Tidying::forgetReplaced));
        untilFew(() -> sql.write(Tidying::forgetGone));
    }

    private static void untilFew(Step step) {
        int forgotten = AT_ONCE;
        while (forgotten == AT_ONCE) {
            forgotten = step.run();
        }
    }

    private static int forgetDone(Tx tx) {
        var old = tx.query(
                "select queue, id from mq_done where at < ? order by at limit ?",
                row -> new @Nullable Object[] {row.text("queue"), row.text("id")},
                tx.now().minus(DONE),
                AT_ONCE);
        tx.batch("delete from mq_done where queue = ? and id = ?", old);
        return old.size();
    }

    /// Events of which there is a newer one of the same key, and that all groups have seen.
    private static int forgetReplaced(Tx tx) {
        return forget(tx, tx.query("""
                        select l.position from mq_log l where l.published < ? and l.position <= ?
                        and l.msg_key is not null and exists
                            (select 1 from mq_log n
                            where n.family = l.family and n.msg_key = l.msg_key and n.position > l.position)
                        order by l.position limit ?""", Tidying::position, tx.now().minus(EVENTS), seenByAll(tx), AT_ONCE));
    }

    /// Events that nothing replaces: those without a key, and tombstones. A reader that was away for so long cannot
    /// know about them and begins again.
    private static int forgetGone(Tx tx) {
        var gone = tx.query(
                """
                select l.position from mq_log l where l.position <= ?
                and (l.msg_key is null and l.published < ? or l.tombstone = 1 and l.published < ?)
                order by l.position limit ?""",
                Tidying::position,
                seenByAll(tx),
                tx.now().minus(EVENTS),
                tx.now().minus(TOMBSTONES),
                AT_ONCE);
        if (!gone.isEmpty()) {
            tx.update("update mq_head set lost = ? where only_row = 1 and lost < ?", gone.getLast(), gone.getLast());
        }
        return forget(tx, gone);
    }

    private static int forget(Tx tx, List<Long> positions) {
        tx.batch(
                "delete from mq_log where position = ?",
                positions.stream()
                        .map(position -> new @Nullable Object[] {position})
                        .toList());
        return positions.size();
    }

    private static long seenByAll(Tx tx) {
        return tx.first(
                        "select coalesce(min(position), ?) as position from mq_group",
                        Tidying::position,
                        Long.MAX_VALUE)
                .orElseThrow();
    }

    private static long position(Row row) {
        return row.longValue("position");
    }

    private interface Step {
        int run();
    }
}
