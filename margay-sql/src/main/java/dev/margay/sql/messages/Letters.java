package dev.margay.sql.messages;

import dev.margay.messaging.DeadLetters.Counts;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.MessageStore.Logged;
import dev.margay.sql.Row;
import dev.margay.sql.Tx;
import dev.margay.sql.UniqueViolationException;
import dev.margay.sql.View;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Dead letters and error histories.
final class Letters {

    private static final int MOST_ENTRIES = 32;
    private static final long MOST_BYTES = 60_000;
    private static final String COLUMNS = """
            select s.number, s.reason, s.since, s.failures, s.crashes, s.deliveries, s.redrives, s.dropped,
                b.id, b.name, b.msg_key, b.version, b.headers, b.payload, b.tombstone
            from mq_state s join mq_body b on b.number = s.number
            """;

    private Letters() {}

    static List<Letter> list(View view, String queue, long after, int most) {
        var end = Pages.end(view.query("""
                select s.number, octet_length(b.payload) as size from mq_state s join mq_body b on b.number = s.number
                where s.queue = ? and s.state = 2 and s.due > ? order by s.due limit ?""", Pages.Place::of, queue, after, most));
        return view
                .query(
                        COLUMNS + "where s.queue = ? and s.state = 2 and s.due > ? and s.due <= ? order by s.due",
                        row -> letter(row, queue),
                        queue,
                        after,
                        end.orElse(after))
                .stream()
                .map(letter -> withFailures(view, letter))
                .toList();
    }

    static Optional<Letter> get(View view, String queue, String id) {
        return view.first(
                        COLUMNS + "where s.queue = ? and s.id = ? and s.state = 2",
                        row -> letter(row, queue),
                        queue,
                        id)
                .map(letter -> withFailures(view, letter));
    }

    private static Letter letter(Row row, String queue) {
        var counts = new Counts(
                row.intValue("failures"),
                row.intValue("crashes"),
                row.intValue("deliveries"),
                row.intValue("redrives"),
                row.intValue("dropped"));
        return new Letter(
                row.longValue("number"),
                queue,
                Columns.message(row),
                row.text("reason"),
                row.instant("since"),
                counts,
                List.of());
    }

    private static Letter withFailures(View view, Letter letter) {
        return new Letter(
                letter.number(),
                letter.queue(),
                letter.message(),
                letter.reason(),
                letter.since(),
                letter.counts(),
                failures(view, letter.number()));
    }

    static List<Failure> failures(View view, long number) {
        return view.query(
                """
                select status, message, stack_trace, at, attempt, worker, type, fingerprint
                from mq_error where number = ? order by entry""",
                row -> new Failure(
                        row.longValue("status"),
                        row.text("message"),
                        row.text("stack_trace"),
                        row.instant("at"),
                        row.intValue("attempt"),
                        row.text("worker"),
                        row.text("type"),
                        row.text("fingerprint")),
                number);
    }

    /// Adds an entry to a message's history. The first and the newest entries stay; those between make room.
    static void append(Tx tx, long number, Failure failure) {
        var entries = tx.query("""
                select entry, octet_length(message) + octet_length(stack_trace) as size from mq_error
                where number = ? order by entry""", row -> new Entry(row.intValue("entry"), row.longValue("size")), number);
        makeRoom(tx, number, entries, bytes(failure.message()) + bytes(failure.stackTrace()));
        tx.update(
                """
                insert into mq_error (number, entry, status, message, stack_trace, at, attempt, worker, type,
                    fingerprint)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                number,
                entries.isEmpty() ? 1 : entries.getLast().entry() + 1,
                failure.status(),
                failure.message(),
                failure.stackTrace(),
                failure.at(),
                failure.attempt(),
                failure.worker(),
                failure.type(),
                failure.fingerprint());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void makeRoom(Tx tx, long number, List<Entry> entries, long size) {
        long all = size + entries.stream().mapToLong(Entry::size).sum();
        int left = entries.size();
        for (int i = 1; i < entries.size() && (left >= MOST_ENTRIES || all > MOST_BYTES); i++) {
            tx.update(
                    "delete from mq_error where number = ? and entry = ?",
                    number,
                    entries.get(i).entry());
            tx.update("update mq_state set dropped = dropped + 1 where number = ?", number);
            all -= entries.get(i).size();
            left--;
        }
    }

    /// Makes a message a dead letter.
    static void bury(Tx tx, long number, String reason) {
        tx.update(
                "update mq_state set state = 2, due = number, since = ?, reason = ? where number = ?",
                tx.now(),
                reason,
                number);
    }

    /// Keeps an event as a dead letter, unless it is there.
    static void bury(Tx tx, String queue, Logged event, Failure failure) {
        var message = event.message();
        long number;
        try {
            number = tx.first("""
                            insert into mq_state (queue, id, state, due, msg_key, failures, deliveries)
                            values (?, ?, 2, 0, ?, 1, 1) returning number""", row -> row.longValue("number"), queue, message.id(), message.key())
                    .orElseThrow();
        } catch (UniqueViolationException _) {
            return; // a reader that begins again meets it again
        }
        tx.update("""
                insert into mq_body (number, id, source, position, name, msg_key, version, headers, payload, tombstone,
                    published, hash)
                select ?, id, subject, position, name, msg_key, version, headers, payload, tombstone, published, hash
                from mq_log where position = ?""", number, event.position());
        append(tx, number, failure.at(tx.now()));
        bury(tx, number, "poison");
    }

    static int redrive(Tx tx, String queue, List<String> ids) {
        int done = 0;
        for (var id : ids) {
            int redriven = tx.update("""
                    update mq_state set state = 0, due = ?, failures = 0, crashes = 0, redrives = redrives + 1,
                        reason = null, since = null, expires = null
                    where queue = ? and id = ? and state = 2""", tx.now(), queue, id);
            done += redriven;
            audit(tx, redriven, new Action(queue, id, "redrive", ""));
        }
        return done;
    }

    static int discard(Tx tx, String queue, List<String> ids, String by) {
        int done = 0;
        for (var id : ids) {
            var number = tx.first(
                    "select number from mq_state where queue = ? and id = ? and state = 2",
                    row -> row.longValue("number"),
                    queue,
                    id);
            if (number.isPresent()) {
                int discarded = tx.update("delete from mq_state where number = ? and state = 2", number.get());
                if (discarded == 1) {
                    Ending.remember(tx, queue, List.<@Nullable Object[]>of(new @Nullable Object[] {number.get()}));
                }
                done += discarded;
                audit(tx, discarded, new Action(queue, id, "discard", by));
            }
        }
        return done;
    }

    private static void audit(Tx tx, int done, Action action) {
        if (done > 0) {
            tx.update(
                    "insert into mq_audit (at, queue, id, action, who) values (?, ?, ?, ?, ?)",
                    tx.now(),
                    action.queue(),
                    action.id(),
                    action.what(),
                    action.who());
        }
    }

    private record Entry(int entry, long size) {}

    private record Action(String queue, String id, String what, String who) {}
}
