package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore.Logged;
import dev.margay.messaging.MessageStore.Page;
import dev.margay.messaging.Names;
import dev.margay.sql.View;
import java.util.List;

/// Reads the log of events.
final class Log {

    private static final long BYTES_AT_ONCE = 4 << 20;

    private Log() {}

    /// Position of the newest event.
    static long head(View view) {
        return view.first("select position from mq_head where only_row = 1", row -> row.longValue("position"))
                .orElseThrow();
    }

    /// Events after a position: as many as asked for, if they are not too large together.
    static Page read(View view, String pattern, long after, int most) {
        var head = view.first(
                        "select position, lost from mq_head where only_row = 1",
                        row -> new Head(row.longValue("position"), row.longValue("lost")))
                .orElseThrow();
        // A reader that is ahead has seen another log than this one.
        boolean complete = after == 0 || (after >= head.lost() && after <= head.position());
        if (!complete || after == head.position()) {
            return new Page(List.of(), after, complete, 0);
        }
        long until = until(view, after, most);
        var events = view
                .query(
                        """
                        select position, subject, id, name, msg_key, version, headers, payload, tombstone, published
                        from mq_log where position > ? and position <= ? order by position""",
                        row -> new Logged(
                                row.longValue("position"),
                                row.text("subject"),
                                Columns.message(row),
                                row.instant("published")),
                        after,
                        until)
                .stream()
                .filter(event -> Names.covers(pattern, event.subject()))
                .toList();
        return new Page(events, until, true, head.position() - until);
    }

    private static long until(View view, long after, int most) {
        var sizes = view.query(
                "select position, octet_length(payload) as size from mq_log where position > ? order by position limit ?",
                row -> new Size(row.longValue("position"), row.longValue("size")),
                after,
                most);
        long bytes = 0;
        long until = after;
        for (var each : sizes) {
            bytes += each.bytes();
            if (bytes > BYTES_AT_ONCE && until > after) {
                return until;
            }
            until = each.position();
        }
        return until;
    }

    private record Head(long position, long lost) {}

    private record Size(long position, long bytes) {}
}
