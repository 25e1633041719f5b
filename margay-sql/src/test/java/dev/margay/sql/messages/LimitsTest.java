package dev.margay.sql.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a large queue that is full is refused without being counted each time.
final class LimitsTest {

    private static final long MOST = 10_000;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final Duration count = Duration.ofMillis(10);
    private final Limits limits = new Limits(MOST, () -> nanos.getAndAdd(count.toNanos()));
    private Sql sql;

    @BeforeEach
    void fill() {
        sql = Sql.open(SqlOptions.file(folder.resolve("store.db")));
        SqlMessageStore.open(sql);
        sql.write(tx -> tx.update("""
                insert into mq_state (queue, id, state, due)
                with recursive numbers (i) as (select 1 union all select i + 1 from numbers where i < ?)
                select 'q', i, 0, 0 from numbers""", MOST));
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private boolean admits(Limits limits) {
        return sql.write(tx -> limits.admits(tx, "q"));
    }

    private void takeOne() {
        sql.write(tx -> tx.update("delete from mq_state where number = (select min(number) from mq_state)"));
    }

    @Test
    void aCountIsGoodForTwentyTimesAsLongAsItTook() {
        assertThat(admits(limits)).isFalse();

        takeOne();

        assertThat(admits(limits)).as("not counted").isFalse();
        nanos.addAndGet(count.multipliedBy(20).toNanos());
        assertThat(admits(limits)).as("counted").isTrue();
    }

    @Test
    void butNoLongerThanASecond() {
        var slow = new Limits(MOST, () -> nanos.getAndAdd(Duration.ofMinutes(1).toNanos()));
        assertThat(admits(slow)).isFalse();

        takeOne();

        assertThat(admits(slow)).isTrue();
    }

    @Test
    void aSmallQueueIsCountedEachTime() {
        var small = new Limits(MOST - 1, () -> nanos.getAndAdd(count.toNanos()));
        assertThat(admits(small)).isFalse();

        takeOne();
        takeOne();

        assertThat(admits(small)).isTrue();
    }
}
