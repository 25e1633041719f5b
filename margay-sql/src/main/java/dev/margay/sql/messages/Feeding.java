package dev.margay.sql.messages;

import dev.margay.messaging.Group;
import dev.margay.messaging.MessageStore.Source;
import dev.margay.messaging.Names;
import dev.margay.sql.Dialect;
import dev.margay.sql.Tx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Moves a group's next events from the log into its queue, and the group's position past them, in one transaction:
/// from then on they are messages like others, with leases, retries and dead letters.
final class Feeding {

    private static final int LOOKED_AT = 512;
    private static final int FED = 128;
    private static final String POSITION = "select position from mq_group where source = ?";
    private static final String LOCKED_POSITION = "select position from mq_group where source = ? for update";

    private final Tx tx;
    private final Instant now;

    Feeding(Tx tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    /// Makes a group known that is not: its first event is the oldest there is, or the next that is published.
    void join(Source source) {
        if (Looking.position(tx, source).isPresent()) {
            return;
        }
        long start = source.start() == Group.Start.OLDEST ? 0 : Log.head(tx);
        if (tx.dialect() == Dialect.SQLITE) {
            tx.update("insert or ignore into mq_group (source, position) values (?, ?)", source.queue(), start);
        } else {
            tx.update("insert ignore into mq_group (source, position) values (?, ?)", source.queue(), start);
        }
    }

    /// Whether the group has moved.
    boolean feed(Source source) {
        join(source);
        long from = tx.first(
                        tx.dialect() == Dialect.SQLITE ? POSITION : LOCKED_POSITION,
                        row -> row.longValue("position"),
                        source.queue())
                .orElseThrow();
        var ahead = tx.query(
                "select position, subject from mq_log where position > ? order by position limit ?",
                row -> new Ahead(row.longValue("position"), row.text("subject")),
                from,
                LOOKED_AT);
        if (ahead.isEmpty()) {
            return false;
        }
        int fed = 0;
        long position = from;
        for (var event : ahead) {
            if (fed == FED) {
                break;
            }
            position = event.position();
            if (Names.covers(source.pattern(), event.subject())) {
                feed(source, position);
                fed++;
            }
        }
        tx.update("update mq_group set position = ? where source = ?", position, source.queue());
        return true;
    }

    private void feed(Source source, long position) {
        // What is there already is a dead letter of a group of this name that was forgotten.
        var number = tx.first("""
                insert into mq_state (queue, id, state, due, msg_key)
                select ?, l.id, 0, ?, l.msg_key from mq_log l where l.position = ?
                and not exists (select 1 from mq_state s where s.queue = ? and s.id = l.id)
                returning number""", row -> row.longValue("number"), source.queue(), now, position, source.queue());
        if (number.isEmpty()) {
            return;
        }
        tx.update("""
                insert into mq_body (number, id, source, position, name, msg_key, version, headers, payload, tombstone,
                    published, hash)
                select ?, id, subject, position, name, msg_key, version, headers, payload, tombstone, published, hash
                from mq_log where position = ?""", number.get(), position);
    }

    /// Ends a group: only its dead letters stay.
    void forget(Source source) {
        tx.update("delete from mq_group where source = ?", source.queue());
        var numbers = tx.query(
                "select number from mq_state where queue = ? and state < 2",
                row -> new @Nullable Object[] {row.longValue("number")},
                source.queue());
        tx.batch("delete from mq_error where number = ?", numbers);
        tx.batch("delete from mq_body where number = ?", numbers);
        tx.batch("delete from mq_state where number = ?", numbers);
    }

    private record Ahead(long position, String subject) {}
}
