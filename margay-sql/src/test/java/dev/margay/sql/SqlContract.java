package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.Deadline;
import dev.margay.context.DeadlineExceededException;
import dev.margay.context.StartException;
import dev.margay.test.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database promises, whichever engine stands behind it.
abstract class SqlContract {

    Sql sql;

    /// An empty database; the same one if asked again in the same test.
    abstract SqlOptions options();

    @BeforeEach
    void open() {
        sql = Sql.open(options());
        sql.migrate("shop", "db/shop");
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private int insert(String id, String name) {
        return sql.write(tx -> tx.update("insert into kittens (id, name) values (?, ?)", id, name));
    }

    private long count() {
        return sql.read(view -> view.first("select count(*) as n from kittens", row -> row.longValue("n")))
                .orElseThrow();
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(insert("1", "Fat Freddy's Cat")).isEqualTo(1);

        var names = sql.read(view -> view.query("select name from kittens", row -> row.text("name")));

        assertThat(names).containsExactly("Fat Freddy's Cat");
    }

    @Test
    void aQuestionCanBePutTogetherFromConstants() {
        insert("1", "Tom");
        insert("2", "Felix");
        var some = SqlText.of("name <> ?", "Tom").plus(SqlText.of("and id in (?, ?)", "1", "2"));

        var names = sql.read(view -> view.query(
                SqlText.of("select name from kittens where").plus(some).plus("order by id"), row -> row.text("name")));

        assertThat(names).containsExactly("Felix");
    }

    @Test
    void everyKindOfValueComesBackAsItWas() {
        var born = Instant.parse("2026-03-04T12:23:12.232Z");
        var picture = "\0\u00ff?".getBytes(StandardCharsets.ISO_8859_1);
        sql.write(tx -> tx.update(
                "insert into kittens (id, name, price, weight, born, picture) values (?, ?, ?, ?, ?, ?)",
                "1",
                "Zoë 🐈 'x' \\ \n",
                Long.MAX_VALUE,
                2.5,
                born,
                picture));

        sql.read(view -> view.first("select * from kittens", row -> {
            assertThat(row.text("name")).isEqualTo("Zoë 🐈 'x' \\ \n");
            assertThat(row.longValue("price")).isEqualTo(Long.MAX_VALUE);
            assertThat(row.doubleValue("weight")).isEqualTo(2.5);
            assertThat(row.instant("born")).isEqualTo(born);
            assertThat(row.bytes("picture")).isEqualTo(picture);
            assertThat(row.optionalText("name")).isPresent();
            return row;
        }));
    }

    @Test
    void nullIsEmptyForOptionalQuestionsAndAnErrorForOthers() {
        sql.write(tx -> tx.update(
                "insert into kittens (id, name, price, picture) values (?, ?, ?, ?)", "1", "Tom", null, null));

        var found = sql.read(view -> view.first("select * from kittens", row -> {
            assertThat(row.optionalLong("price")).isEmpty();
            assertThat(row.optionalDouble("weight")).isEmpty();
            assertThat(row.optionalInstant("born")).isEmpty();
            assertThat(row.optionalBytes("picture")).isEmpty();
            assertThatThrownBy(() -> row.longValue("price")).hasMessageContaining("column price: null");
            assertThatThrownBy(() -> row.text("prize"))
                    .hasMessageContaining("prize")
                    .hasMessageContaining("price");
            return "seen";
        }));

        assertThat(found).contains("seen");
    }

    @Test
    void smallNumbersAndBooleansAreWholeNumbers() {
        sql.write(tx -> tx.update("insert into kittens (id, name, price) values (?, ?, ?)", "1", "a", true));
        sql.write(tx -> tx.update("insert into kittens (id, name, price) values (?, ?, ?)", "2", "b", (short) 2));
        sql.write(tx -> tx.update("insert into kittens (id, name, price) values (?, ?, ?)", "3", "c", (byte) 3));

        var prices =
                sql.read(view -> view.query("select price from kittens order by id", row -> row.intValue("price")));
        assertThat(prices).containsExactly(1, 2, 3);
        var truth = sql.read(view -> view.first("select price from kittens where id = '1'", row -> row.bool("price")));
        assertThat(truth).contains(true);
    }

    @Test
    void aThrowingClosureChangesNothingAndItsExceptionArrives() {
        assertThatThrownBy(() -> sql.write(tx -> {
                    tx.update("insert into kittens (id, name) values ('1', 'Tom')");
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");

        assertThat(count()).isZero();
    }

    @Test
    void aDuplicateKeyIsToldApartAndTheTransactionCanGoOn() {
        insert("1", "Tom");

        int changed = sql.write(tx -> {
            assertThatThrownBy(() -> tx.update("insert into kittens (id, name) values ('1', 'Jerry')"))
                    .isInstanceOf(UniqueViolationException.class);
            return tx.update("insert into kittens (id, name) values ('2', 'Jerry')");
        });

        assertThat(changed).isEqualTo(1);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void otherRefusalsAreNotDuplicates() {
        assertThatThrownBy(() -> sql.write(tx -> tx.update("insert into kittens (id, name) values ('1', null)")))
                .isInstanceOf(SqlException.class)
                .isNotInstanceOf(UniqueViolationException.class);
        assertThatThrownBy(() -> sql.write(tx -> tx.update("insert into nowhere (id) values ('1')")))
                .isInstanceOf(SqlException.class);
    }

    @Test
    void aBatchChangesRowsForEachSet() {
        var sets = List.of(new Object[] {"1", "a"}, new Object[] {"2", "b"}, new Object[] {"3", "c"});

        int[] changed = sql.write(tx -> tx.batch("insert into kittens (id, name) values (?, ?)", sets));
        int[] nothing = sql.write(tx -> tx.batch("insert into kittens (id, name) values (?, ?)", List.of()));

        assertThat(changed).containsExactly(1, 1, 1);
        assertThat(nothing).isEmpty();
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void anUpdateSaysHowManyRowsItMatched() {
        insert("1", "Tom");

        int first = sql.write(tx -> tx.update("update kittens set price = 1 where id = '1'"));
        int same = sql.write(tx -> tx.update("update kittens set price = 1 where id = '1'"));
        int none = sql.write(tx -> tx.update("update kittens set price = 1 where id = '2'"));

        assertThat(first).isEqualTo(1);
        assertThat(same).isEqualTo(1);
        assertThat(none).isZero();
    }

    @Test
    void wrongParametersAreRefusedWithTheirNumberOrType() {
        assertThatThrownBy(() -> sql.write(tx -> tx.update("insert into kittens (id, name) values (?, '?')")))
                .hasMessageContaining("0 parameters (expected: 1)");
        assertThatThrownBy(() -> sql.write(tx -> tx.update("insert into kittens (id, name) values (?, ?)", "1", 'c')))
                .hasMessageContaining("java.lang.Character");
    }

    @Test
    void aClosureCannotEndTheTransactionItself() {
        assertThatThrownBy(() -> sql.write(tx -> tx.update("commit")))
                .hasMessageContaining("commit (expected: one of [select,");
        assertThatThrownBy(() -> sql.write(tx -> tx.update(" ; ROLLBACK;")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneStatementAtATime() {
        insert("1", "Tom");

        assertThatThrownBy(() -> sql.write(tx ->
                        tx.query("select id from kittens", row -> tx.query("select id from kittens", inner -> 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one at a time");
    }

    @Test
    void aTransactionIsOverWithItsClosure() {
        var kept = new ArrayList<Tx>();
        var rows = new ArrayList<Row>();
        insert("1", "Tom");
        sql.write(tx -> {
            kept.add(tx);
            return tx.query("select id from kittens", rows::add);
        });

        assertThatThrownBy(() -> kept.getFirst().update("delete from kittens")).hasMessageContaining("over");
        assertThatThrownBy(() -> rows.getFirst().text("id")).hasMessageContaining("over");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void transactionsDoNotNest() {
        assertThatThrownBy(() -> sql.write(tx -> insert("1", "Tom"))).hasMessageContaining("inside a transaction");
        assertThatThrownBy(() -> sql.read(view -> count())).hasMessageContaining("inside a transaction");
    }

    @Test
    void aReadCannotWrite() {
        assertThatThrownBy(() -> sql.read(view -> ((Tx) view).update("delete from kittens")))
                .isInstanceOf(SqlException.class);
    }

    @Test
    void tooManyRowsAreRefused() {
        try (var small = Sql.open(options().with(SqlOptions.Limits.usual().rows(2)))) {
            for (int i = 0; i < 3; i++) {
                insert(String.valueOf(i), "Tom");
            }

            assertThatThrownBy(() -> small.read(view -> view.query("select id from kittens", row -> 1)))
                    .hasMessageContaining("more than 2 rows");
        }
    }

    @Test
    void actionsRunAfterTheCommitOnly() {
        var seen = new ArrayList<Long>();
        sql.write(tx -> {
            tx.afterCommit(() -> seen.add(count()));
            tx.afterCommit(() -> {
                throw new IllegalStateException("does not matter");
            });
            tx.afterCommit(() -> seen.add(7L));
            return tx.update("insert into kittens (id, name) values ('1', 'Tom')");
        });
        assertThatThrownBy(() -> sql.write(tx -> {
                    tx.afterCommit(() -> seen.add(99L));
                    throw new IllegalArgumentException("undone");
                }))
                .hasMessage("undone");

        assertThat(seen).containsExactly(1L, 7L);
    }

    @Test
    void theCallIsBoundInsideTheClosure() throws Exception {
        var call = Call.begin();

        var inside = call.run(() -> sql.write(tx -> Call.current().orElseThrow().id()));
        var reading =
                call.run(() -> sql.read(view -> Call.current().orElseThrow().id()));

        assertThat(inside).isEqualTo(call.id());
        assertThat(reading).isEqualTo(call.id());
    }

    @Test
    void aSpentDeadlineOrACancelledCallChangesNothing() {
        var late = Call.begin().with(Deadline.after(Duration.ZERO));
        var gone = Call.begin();
        gone.cancellation().cancel("the client left");

        assertThatThrownBy(() -> late.run(() -> insert("1", "Tom"))).isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> gone.run(() -> insert("1", "Tom"))).isInstanceOf(CancelledException.class);
        assertThat(count()).isZero();
    }

    @Test
    void theStoresClockIsNearTheMachines() {
        var now = sql.write(View::now);

        assertThat(Duration.between(now, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        var later = sql.read(View::now);
        assertThat(later).isAfterOrEqualTo(now);
    }

    @Test
    void manyThreadsLoseNoUpdate() throws Exception {
        sql.write(tx -> tx.update("insert into kittens (id, name, price) values ('1', 'Tom', 0)"));
        var added = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 200; i++) {
            added.add(() -> sql.write(tx -> {
                long price = tx.first(
                                tx.dialect() == Dialect.SQLITE
                                        ? "select price from kittens where id = '1'"
                                        : "select price from kittens where id = '1' for update",
                                row -> row.longValue("price"))
                        .orElseThrow();
                return tx.update("update kittens set price = ? where id = '1'", price + 1);
            }));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(added)) {
                assertThat(one.get()).isEqualTo(1);
            }
        }

        var price = sql.read(view -> view.first("select price from kittens", row -> row.longValue("price")));
        assertThat(price).contains(200L);
    }

    @Test
    void aReadSeesOneMoment() throws Exception {
        insert("1", "Tom");
        var first = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var seen = threads.submit(() -> sql.read(view -> {
                long before = view.first("select count(*) as n from kittens", row -> row.longValue("n"))
                        .orElseThrow();
                first.countDown();
                written.await();
                return before
                        - view.first("select count(*) as n from kittens", row -> row.longValue("n"))
                                .orElseThrow();
            }));
            first.await();
            insert("2", "Jerry");
            written.countDown();

            assertThat(seen.get()).isZero();
        }
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aListenerIsWokenByACommitUntilItIsClosed() {
        var wakes = new AtomicInteger();
        var registration = sql.onChange(wakes::incrementAndGet);
        Eventually.within(Duration.ofSeconds(5), () -> assertThat(wakes.get()).isPositive());
        int before = wakes.get();

        insert("1", "Tom");

        Eventually.within(Duration.ofSeconds(5), () -> assertThat(wakes.get()).isGreaterThan(before));
        registration.close();
        registration.close();
    }

    @Test
    void modulesShareADatabaseAndMigrateOnce() {
        sql.migrate("ledger", "db/ledger");
        sql.migrate("ledger", "db/ledger");
        sql.migrate("shop", "db/shop");

        int inserted = sql.write(tx -> tx.update("insert into entries (id, amount, note) values (1, 2, 'x')"));
        var modules = sql.read(
                view -> view.query("select module from margay_schema order by module", row -> row.text("module")));

        assertThat(inserted).isEqualTo(1);
        assertThat(modules).containsExactly("ledger", "shop");
    }

    @Test
    void tablesThatALaterProgramMadeAreRefused() {
        sql.migrate("ledger", "db/ledger");
        sql.write(tx -> tx.update("update margay_schema set digest = 'of a later one' where module = 'ledger'"));
        sql.write(tx -> tx.update("""
                insert into margay_history_ledger
                    (installed_rank, version, description, type, script, installed_by, execution_time, success)
                values (9, '3', 'later', 'SQL', 'V3__later.sql', 'a later one', 1, 1)"""));

        assertThatThrownBy(() -> sql.migrate("ledger", "db/ledger"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("ledger")
                .hasMessageContaining("version 3")
                .hasMessageContaining("expected: ");
    }

    @Test
    void aMissingFolderOfMigrationsIsAClearError() {
        assertThatThrownBy(() -> sql.migrate("nothing", "db/nothing")).hasMessageContaining("db/nothing");
        assertThatThrownBy(() -> sql.migrate("No!", "db/shop")).hasMessageContaining("No!");
    }

    @Test
    void aClosedDatabaseRefuses() {
        sql.check();

        sql.close();

        assertThatThrownBy(sql::check).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> insert("1", "Tom")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> sql.onChange(() -> {})).isInstanceOf(IllegalStateException.class);
    }
}
