package dev.margay.sql.messages;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.Message;
import dev.margay.messaging.Outbox.Entry;
import dev.margay.sql.Dialect;
import dev.margay.sql.Row;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import java.util.List;
import java.util.Optional;

/// Messages of an outbox that the broker will never accept; what is put back goes to the end of the outbox.
final class Refusals implements DeadLetters {

    private static final int CONFLICT = 409;
    private static final String COLUMNS = """
            select number, destination, id, name, msg_key, version, headers, payload, tombstone, delay, lifetime,
                reason, since
            from mq_refused
            """;

    private static final String NUMBERS = "select number from mq_refused where id = ? order by number";
    private static final String LOCKED_NUMBERS =
            "select number from mq_refused where id = ? order by number for update";

    private final Sql sql;

    Refusals(Sql sql) {
        this.sql = sql;
    }

    /// Moves an entry here, unless it is not in the outbox any more.
    static int add(Tx tx, Entry entry, String reason) {
        tx.update("""
                insert into mq_refused (number, kind, destination, id, name, msg_key, version, headers, payload,
                    tombstone, delay, lifetime, reason, since)
                select number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay,
                    lifetime, ?, ?
                from mq_outbox where number = ?""", reason, tx.now(), entry.number());
        return tx.update("delete from mq_outbox where number = ?", entry.number());
    }

    @Override
    public long count() {
        return sql.read(
                view -> view.first("select count(*) as letters from mq_refused", row -> row.longValue("letters"))
                        .orElseThrow());
    }

    @Override
    public List<Letter> list(long after, int most) {
        DeadLetters.checkMost(most);
        return sql.read(view -> {
            var end = Pages.end(view.query(
                    "select number, octet_length(payload) as size from mq_refused where number > ? order by number limit ?",
                    Pages.Place::of,
                    after,
                    most));
            return view.query(
                    COLUMNS + "where number > ? and number <= ? order by number",
                    Refusals::letter,
                    after,
                    end.orElse(after));
        });
    }

    @Override
    public Optional<Letter> get(String id) {
        return Message.isId(id)
                ? sql.read(view -> view.first(COLUMNS + "where id = ? order by number limit 1", Refusals::letter, id))
                : Optional.empty();
    }

    private static Letter letter(Row row) {
        var refusal = new Failure(CONFLICT, row.text("reason"), "", row.instant("since"), 1, "outbox", "", "");
        return new Letter(
                row.longValue("number"),
                row.text("destination"),
                Lanes.message(row),
                "refused",
                row.instant("since"),
                new Counts(1, 0, 0, 0, 0),
                List.of(refusal));
    }

    @Override
    public int redrive(List<String> ids) {
        return each(ids, Refusals::redrive);
    }

    private static void redrive(Tx tx, long number) {
        tx.update("""
                insert into mq_outbox (kind, destination, id, name, msg_key, version, headers, payload, tombstone,
                    delay, lifetime, created)
                select kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay, lifetime, ?
                from mq_refused where number = ?""", tx.now(), number);
        end(tx, number, "redrive", "");
    }

    @Override
    public int discard(List<String> ids, String by) {
        DeadLetters.checkBy(by);
        return each(ids, (tx, number) -> end(tx, number, "discard", by));
    }

    private static void end(Tx tx, long number, String action, String who) {
        tx.update("""
                insert into mq_refused_audit (at, destination, id, action, who)
                select ?, destination, id, ?, ? from mq_refused where number = ?""", tx.now(), action, who, number);
        tx.update("delete from mq_refused where number = ?", number);
    }

    /// Does it to each of these messages that is still here, and says to how many.
    private int each(List<String> ids, Act act) {
        return sql.write(tx -> {
            int done = 0;
            for (var id : ids) {
                if (Message.isId(id)) { // not every database can compare what no id is made of
                    var numbers = locked(tx, id);
                    numbers.forEach(number -> act.on(tx, number));
                    done += numbers.size();
                }
            }
            return done;
        });
    }

    /// From here to the commit nobody else acts on them: another who wants to waits, and then finds them gone.
    private static List<Long> locked(Tx tx, String id) {
        return tx.query(tx.dialect() == Dialect.SQLITE ? NUMBERS : LOCKED_NUMBERS, row -> row.longValue("number"), id);
    }

    /// What is done to a message under its number.
    private interface Act {
        void on(Tx tx, long number);
    }
}
