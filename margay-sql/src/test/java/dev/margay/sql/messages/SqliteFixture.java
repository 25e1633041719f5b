package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.test.ManualClock;
import dev.margay.test.messaging.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;

/// A store in a SQLite file that is opened twice, as two processes would.
record SqliteFixture(ManualClock clock, Sql first, Sql second, MessageStore store, MessageStore another)
        implements StoreFixture {

    static SqliteFixture in(Path folder) {
        var clock = ManualClock.standing();
        var options = SqlOptions.sharedFile(folder.resolve("broker.db")).with(clock);
        var first = Sql.open(options);
        var second = Sql.open(options);
        return new SqliteFixture(clock, first, second, SqlMessageStore.open(first), SqlMessageStore.open(second));
    }

    @Override
    public MessageStore bounded(long most) {
        return SqlMessageStore.open(first, most);
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public void age(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
