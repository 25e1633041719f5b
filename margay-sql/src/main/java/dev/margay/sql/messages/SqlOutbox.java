package dev.margay.sql.messages;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.Outbox;
import dev.margay.messaging.Transaction;
import dev.margay.sql.Dialect;
import dev.margay.sql.Row;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import dev.margay.sql.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The outbox in a service's own database.
///
/// On a server several processes of the service may share it; one at a time sends, and another takes over half a
/// minute after it has gone. What two send at once the broker takes once.
public final class SqlOutbox implements Outbox {

    private static final Duration JOB = Duration.ofSeconds(30);
    private static final long BYTES_AT_ONCE = 4 << 20;

    private final Sql sql;
    private final String owner = UUID.randomUUID().toString();

    private SqlOutbox(Sql sql) {
        this.sql = sql;
    }

    /// Makes the tables if they are missing. The database stays the caller's to close.
    public static SqlOutbox open(Sql sql) {
        sql.migrate("mailboxes", "db/mailboxes");
        return new SqlOutbox(sql);
    }

    @Override
    public void add(Transaction transaction, Outgoing outgoing) {
        if (!(transaction instanceof Tx tx)) {
            throw new IllegalArgumentException("transaction: %s (expected: one of Sql.write)"
                    .formatted(transaction.getClass().getName()));
        }
        var message = outgoing.message();
        var lifetime = message.timing().lifetime();
        tx.update(
                """
                insert into mq_outbox (kind, destination, id, name, msg_key, version, headers, payload, tombstone,
                    delay, lifetime, created)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                outgoing.kind().name(),
                outgoing.destination(),
                message.id(),
                message.name(),
                message.key(),
                message.version(),
                Columns.headers(message),
                message.payload(),
                message.tombstone(),
                message.timing().delay().toMillis(),
                lifetime == null ? null : lifetime.toMillis(),
                tx.now());
    }

    @Override
    public List<Entry> oldest(int most) {
        boolean some = sql.read(view -> until(view, most) > 0);
        return some && mine() ? sql.read(view -> oldest(view, until(view, most))) : List.of();
    }

    private static List<Entry> oldest(View view, long until) {
        var now = view.now();
        return view.query("""
                select number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay,
                    lifetime, created
                from mq_outbox where refused is null and number <= ? order by number""", row -> entry(row, now), until);
    }

    /// The number up to which entries are not too many and not too large together; 0 if there are none.
    private static long until(View view, int most) {
        var sizes = view.query("""
                select number, octet_length(payload) as size from mq_outbox where refused is null
                order by number limit ?""", row -> new long[] {row.longValue("number"), row.longValue("size")}, most);
        long until = 0;
        long bytes = 0;
        for (var each : sizes) {
            bytes += each[1];
            if (bytes > BYTES_AT_ONCE && until > 0) {
                return until;
            }
            until = each[0];
        }
        return until;
    }

    private static Entry entry(Row row, Instant now) {
        @Nullable
        Duration lifetime = row.optionalLong("lifetime").map(Duration::ofMillis).orElse(null);
        var timing = new Message.Timing(Duration.ofMillis(row.longValue("delay")), lifetime);
        var outgoing = new Outgoing(
                Outgoing.Kind.valueOf(row.text("kind")), row.text("destination"), Columns.message(row, timing));
        return new Entry(row.longValue("number"), outgoing, Duration.between(row.instant("created"), now));
    }

    /// Whether this process has the job of sending; on a file it is the only one.
    private boolean mine() {
        return sql.dialect() == Dialect.SQLITE || sql.write(this::takeJob);
    }

    private boolean takeJob(Tx tx) {
        var now = tx.now();
        return tx.update(
                        "update mq_relay set owner = ?, until = ? where only_row = 1 and (owner = ? or until < ?)",
                        owner,
                        now.plus(JOB),
                        owner,
                        now)
                == 1;
    }

    @Override
    public void sent(List<Entry> those) {
        if (!those.isEmpty()) {
            sql.write(tx -> tx.batch(
                    "delete from mq_outbox where number = ?",
                    those.stream()
                            .map(entry -> new @Nullable Object[] {entry.number()})
                            .toList()));
        }
    }

    @Override
    public void refused(Entry entry, String reason) {
        sql.write(tx -> tx.update("update mq_outbox set refused = ? where number = ?", reason, entry.number()));
    }

    @Override
    public Optional<Duration> age() {
        return sql.read(view -> view.first(
                        "select min(created) as created from mq_outbox where refused is null",
                        row -> row.optionalInstant("created"))
                .orElseThrow()
                .map(created -> Duration.between(created, view.now())));
    }
}
