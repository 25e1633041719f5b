package dev.margay.sql.messages;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.Outbox;
import dev.margay.messaging.Transaction;
import dev.margay.sql.Dialect;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The outbox in a service's own database.
///
/// On a server several processes of the service may share it; one at a time sends, and another takes over half a
/// minute after it has gone. What two send at once the broker takes once.
public final class SqlOutbox implements Outbox {

    private static final Duration JOB = Duration.ofSeconds(30);

    private final Sql sql;
    private final String owner = UUID.randomUUID().toString();

    private SqlOutbox(Sql sql) {
        this.sql = sql;
    }

    /// Makes the tables if they are missing. The database stays the caller's to close.
    public static SqlOutbox open(Sql sql) {
        sql.migrate("mailboxes", "db/mailbox");
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
    public List<Entry> oldest(int most, Set<String> without) {
        boolean some = sql.read(view -> !Lanes.of(view, without).isEmpty());
        return some && mine() ? sql.read(view -> Lanes.oldest(view, without, most)) : List.of();
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
        sql.write(tx -> Refusals.add(tx, entry, reason));
    }

    @Override
    public DeadLetters setAside() {
        return new Refusals(sql);
    }

    @Override
    public Optional<Duration> age() {
        return sql.read(view -> view.first(
                        "select created from mq_outbox order by number limit 1", row -> row.instant("created"))
                .map(created -> Duration.between(created, view.now())));
    }
}
