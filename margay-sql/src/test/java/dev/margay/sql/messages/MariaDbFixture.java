package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.test.MariaDbServer;
import dev.margay.test.messaging.StoreFixture;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A store in a database of its own on a server, opened twice. Its clock is the server's, so time really passes.
record MariaDbFixture(Sql first, Sql second, MessageStore store, MessageStore another) implements StoreFixture {

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
    public void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
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
