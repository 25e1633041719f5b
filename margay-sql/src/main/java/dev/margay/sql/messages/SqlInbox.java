package dev.margay.sql.messages;

import dev.margay.messaging.Inbox;
import dev.margay.messaging.MessageHandler;
import dev.margay.sql.Dialect;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The inbox in a service's own database.
public final class SqlInbox implements Inbox<Tx> {

    private static final Duration REMEMBERED = Duration.ofDays(8);
    private static final int AT_ONCE = 1_000;
    private static final int LONGEST_CONSUMER = 200;

    private final Sql sql;
    private final AtomicInteger marks = new AtomicInteger();

    private SqlInbox(Sql sql) {
        this.sql = sql;
    }

    /// Makes the tables if they are missing. The database stays the caller's to close.
    public static SqlInbox open(Sql sql) {
        sql.migrate("mailboxes", "db/mailbox");
        return new SqlInbox(sql);
    }

    @Override
    public <T> MessageHandler<T> once(String consumer, Work<Tx, ? super T> work) {
        if (consumer.isBlank() || consumer.length() > LONGEST_CONSUMER) {
            throw new IllegalArgumentException(
                    "consumer: %s (expected: a name of at most %d characters)".formatted(consumer, LONGEST_CONSUMER));
        }
        return (value, delivery) -> {
            boolean first = sql.write(tx -> {
                boolean marked = mark(tx, consumer, delivery.id());
                if (marked) {
                    work.handle(tx, value, delivery);
                }
                return marked;
            });
            if (first && marks.incrementAndGet() % AT_ONCE == 0) {
                sql.write(SqlInbox::forget);
            }
        };
    }

    /// Marks the id; false if it was marked before. Where somebody else is just marking it, waits for the outcome.
    private static boolean mark(Tx tx, String consumer, String id) {
        return (tx.dialect() == Dialect.SQLITE
                        ? tx.update(
                                "insert or ignore into mq_inbox (consumer, id, at) values (?, ?, ?)",
                                consumer,
                                id,
                                tx.now())
                        : tx.update(
                                "insert ignore into mq_inbox (consumer, id, at) values (?, ?, ?)",
                                consumer,
                                id,
                                tx.now()))
                == 1;
    }

    private static int forget(Tx tx) {
        var old = tx.query(
                "select consumer, id from mq_inbox where at < ? order by at limit ?",
                row -> new @Nullable Object[] {row.text("consumer"), row.text("id")},
                tx.now().minus(REMEMBERED),
                2 * AT_ONCE);
        tx.batch("delete from mq_inbox where consumer = ? and id = ?", old);
        return old.size();
    }
}
