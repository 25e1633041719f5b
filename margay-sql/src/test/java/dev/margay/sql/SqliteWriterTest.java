package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.Deadline;
import dev.margay.context.DeadlineExceededException;
import dev.margay.test.Eventually;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Groups of commits: who shares one, who is undone, and what a caller that gives up can know.
final class SqliteWriterTest {

    @TempDir
    Path folder;

    private final List<SqlEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch writerFree = new CountDownLatch(1);
    private Sql sql;

    @BeforeEach
    void open() {
        open(SqlOptions.Limits.usual());
    }

    private void open(SqlOptions.Limits limits) {
        if (sql != null) {
            sql.close();
        }
        sql = Sql.open(SqlOptions.file(folder.resolve("shop.db")).with(limits).events(events::add));
        sql.migrate("shop", "db/shop");
    }

    @AfterEach
    void close() {
        writerFree.countDown();
        threads.close();
        sql.close();
    }

    private int insert(String id, int bytes) {
        return sql.write(tx -> insert(tx, id, bytes));
    }

    private static int insert(Tx tx, String id, int bytes) {
        return tx.update("insert into kittens (id, name, picture) values (?, 'Tom', ?)", id, new byte[bytes]);
    }

    private List<String> ids() {
        return sql.read(view -> view.query("select id from kittens order by id", row -> row.text("id")));
    }

    /// Keeps the writer busy inside a transaction until the latch is down, so that others wait and form a
    /// group.
    private Future<Integer> holdWriter() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var holding = threads.submit(() -> sql.write(tx -> {
            begun.countDown();
            writerFree.await();
            return insert(tx, "holder", 1);
        }));
        begun.await();
        return holding;
    }

    private void waiting(int count) {
        Eventually.eventually(() -> assertThat(sql.stats().waiting()).isEqualTo(count));
    }

    @Test
    void whoWaitsTogetherCommitsTogether() throws Exception {
        var holding = holdWriter();
        var others = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 50; i++) {
            var id = "kitten" + i;
            others.add(threads.submit(() -> insert(id, 1)));
        }
        waiting(50);
        long before = sql.stats().commits();

        writerFree.countDown();

        holding.get();
        for (var other : others) {
            assertThat(other.get()).isEqualTo(1);
        }
        assertThat(sql.stats().commits() - before).isLessThan(5);
        assertThat(ids()).hasSize(51);
    }

    @Test
    void aFailingUnitIsUndoneAloneWithinItsGroup() throws Exception {
        var _ = holdWriter();
        var good = threads.submit(() -> insert("good", 1));
        var bad = threads.submit(() -> sql.write(tx -> {
            insert(tx, "bad", 1);
            throw new IllegalArgumentException("changed my mind");
        }));
        waiting(2);

        writerFree.countDown();

        assertThat(good.get()).isEqualTo(1);
        assertThatThrownBy(bad::get).hasRootCauseMessage("changed my mind");
        assertThat(ids()).containsExactly("good", "holder");
    }

    @Test
    void aFullFileFailsTheUnitThatNeedsTheSpaceAndNoOther() throws Exception {
        open(SqlOptions.Limits.usual().fileBytes(400_000));
        var _ = holdWriter();
        var others = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 10; i++) {
            var id = "small" + i;
            others.add(threads.submit(() -> insert(id, 10)));
        }
        waiting(10);
        var huge = threads.submit(() -> insert("huge", 10_000_000));
        waiting(11);

        writerFree.countDown();

        assertThatThrownBy(huge::get)
                .hasCauseInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("no space left");
        for (var other : others) {
            assertThat(other.get()).isEqualTo(1);
        }
        assertThat(ids()).hasSize(11).doesNotContain("huge");
        assertThat(events).hasAtLeastOneElementOfType(SqlEvent.GroupUndone.class);
    }

    @Test
    void aFullFileLosesNothingAndGoesOnWhenThereIsSpace() {
        open(SqlOptions.Limits.usual().fileBytes(200_000));
        var answered = new ArrayList<String>();
        assertThatThrownBy(() -> {
                    for (int i = 100; i < 300; i++) {
                        insert("kitten" + i, 3_000);
                        answered.add("kitten" + i);
                    }
                })
                .isInstanceOf(DatabaseUnavailableException.class);

        assertThat(answered).isNotEmpty();
        assertThat(ids()).isEqualTo(answered);
        int deleted = sql.write(tx -> tx.update("delete from kittens where id < 'kitten110'"));
        assertThat(deleted).isEqualTo(10);
        assertThat(insert("kitten999", 3_000)).isEqualTo(1);
    }

    @Test
    void aFailureThatUndoesCannotBeCaughtByTheClosure() {
        open(SqlOptions.Limits.usual().fileBytes(200_000));

        assertThatThrownBy(() -> sql.write(tx -> {
                    insert(tx, "small", 1);
                    try {
                        insert(tx, "huge", 10_000_000);
                    } catch (DatabaseUnavailableException e) {
                        return 0;
                    }
                    return 1;
                }))
                .isInstanceOf(DatabaseUnavailableException.class);

        assertThat(ids()).isEmpty();
        assertThat(insert("small", 1)).isEqualTo(1);
    }

    @Test
    void aLockHeldByAnotherProcessIsWaitedForUpToALimit() throws Exception {
        open(SqlOptions.Limits.usual().busy(Duration.ofMillis(200)));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                var statement = connection.createStatement()) {
            statement.execute("begin immediate");

            assertThatThrownBy(() -> insert("1", 1))
                    .isInstanceOfSatisfying(
                            DatabaseUnavailableException.class,
                            e -> assertThat(e.retryAfter()).isPositive())
                    .hasMessageContaining("busy");
            assertThat(ids()).isEmpty();

            statement.execute("rollback");
        }
        assertThat(insert("1", 1)).isEqualTo(1);
    }

    @Test
    void aDeadlineThatPassesInLineChangesNothing() throws Exception {
        var _ = holdWriter();
        var ran = new AtomicInteger();
        var call = Call.begin().with(Deadline.after(Duration.ofMillis(50)));

        assertThatThrownBy(() -> call.run(() -> sql.write(tx -> {
                    ran.incrementAndGet();
                    return insert(tx, "late", 1);
                })))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("nothing was changed");

        writerFree.countDown();
        insert("next", 1);
        assertThat(ran).hasValue(0);
        assertThat(ids()).containsExactly("holder", "next");
    }

    @Test
    void aDeadlineThatPassesWhileTheClosureRunsLeavesTheOutcomeUnknown() {
        var call = Call.begin().with(Deadline.after(Duration.ofMillis(50)));
        var actions = new AtomicInteger();

        assertThatThrownBy(() -> call.run(() -> sql.write(tx -> {
                    tx.afterCommit(actions::incrementAndGet);
                    insert(tx, "slow", 1);
                    writerFree.await();
                    return 1;
                })))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("may or may not");

        writerFree.countDown();
        insert("next", 1);
        assertThat(ids()).containsExactly("next", "slow");
        Eventually.eventually(() -> assertThat(actions).hasValue(1));
    }

    @Test
    void anInterruptOrACancelInLineChangesNothing() throws Exception {
        var _ = holdWriter();
        var call = Call.begin();
        var cancelled = threads.submit(() -> call.run(() -> insert("cancelled", 1)));
        var interrupted = new CountDownLatch(1);
        var thread = Thread.ofVirtual().start(() -> {
            assertThatThrownBy(() -> insert("interrupted", 1)).isInstanceOf(CancelledException.class);
            if (Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
            }
        });
        waiting(2);

        call.cancellation().cancel("the client left");
        thread.interrupt();

        assertThatThrownBy(cancelled::get).hasCauseInstanceOf(CancelledException.class);
        interrupted.await();
        writerFree.countDown();
        insert("next", 1);
        assertThat(ids()).containsExactly("holder", "next");
    }

    @Test
    void aClosureThatHoldsTheWriterIsReportedWhileItRuns() throws Exception {
        var holding = holdWriter();

        Eventually.eventually(() -> assertThat(events)
                .anyMatch(event -> event instanceof SqlEvent.UnitSlow slow
                        && slow.running().toMillis() >= 50
                        && slow.stack().toString().contains("SqliteWriterTest")));
        writerFree.countDown();
        holding.get();
    }

    @Test
    void theLineHasALimit() throws Exception {
        open(SqlOptions.Limits.usual().waiting(2));
        var _ = holdWriter();
        var _ = threads.submit(() -> insert("1", 1));
        var _ = threads.submit(() -> insert("2", 1));
        waiting(2);

        assertThatThrownBy(() -> insert("3", 1))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("2 closures wait");
    }

    @Test
    void closingLetsTheWaitingEnd() throws Exception {
        var holding = holdWriter();
        var other = threads.submit(() -> insert("other", 1));
        waiting(1);
        var closing = threads.submit(sql::close);

        writerFree.countDown();

        closing.get();
        assertThat(holding.get()).isEqualTo(1);
        assertThat(other.get()).isEqualTo(1);
        open();
        assertThat(ids()).containsExactly("holder", "other");
    }

    @Test
    void aReadWhoseCallerLeavesIsStopped() throws Exception {
        var call = Call.begin().with(Deadline.after(Duration.ofMillis(100)));

        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() ->
                            call.with(Deadline.after(Duration.ofMillis(50))).run(this::endlessly))
                    .isInstanceOf(DeadlineExceededException.class);
        }

        assertThat(ids()).isEmpty();
    }

    private long endlessly() {
        return sql.read(view -> view.first("""
                        with recursive n(i) as (select 1 union all select i + 1 from n)
                        select count(*) as n from n""", row -> row.longValue("n"))).orElseThrow();
    }

    @Test
    void anEventConsumerThatFailsChangesNothing() {
        sql.close();
        sql = Sql.open(SqlOptions.file(folder.resolve("shop.db")).events(event -> {
            throw new IllegalStateException("broken metrics");
        }));

        assertThat(insert("1", 1)).isEqualTo(1);
        assertThat(insert("2", 1)).isEqualTo(1);
    }
}
