package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.test.MariaDbServer;
import dev.margay.test.messaging.StoreFixture;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A store in a database of its own on a server, opened twice. Its clock is the server's, so short times
/// really pass.
record MariaDbFixture(Sql first, Sql second, MessageStore store, MessageStore another) implements StoreFixture {

    private static final Duration LONG = Duration.ofSeconds(1);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static MariaDbFixture on(MariaDbServer server) {
        var options = options(server);
        var first = Sql.open(options);
        var second = Sql.open(options);
        return new MariaDbFixture(first, second, SqlMessageStore.open(first), SqlMessageStore.open(second));
    }

    /// A new database.
    static SqlOptions options(MariaDbServer server) {
        return SqlOptions.server(
                server.url("messages_" + DATABASES.incrementAndGet()), server.user(), server.password());
    }

    @Override
    public MessageStore bounded(long most) {
        return SqlMessageStore.open(first, most);
    }

    /// A long time passes by making everything that is there older.
    @Override
    public void pass(Duration time) {
        if (time.compareTo(LONG) >= 0) {
            makeOlder(time.toMillis());
            return;
        }
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void makeOlder(long millis) {
        first.write(tx -> {
            tx.update("update mq_state set since = since - ?, expires = expires - ?", millis, millis);
            tx.update("update mq_body set published = published - ?", millis);
            tx.update("update mq_error set at = at - ?", millis);
            return tx.update("update mq_state set due = due - ? where state < 2", millis);
        });
    }

    @Override
    public void age(Duration time) {
        first.write(tx -> tx.update("update mq_log set published = published - ?", time.toMillis()));
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
