package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.StartException;
import dev.margay.test.Eventually;
import dev.margay.test.MariaDbServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MariaDbIT extends SqlContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static MariaDbServer server;

    private final String database = "test_" + DATABASES.incrementAndGet();
    private final List<SqlEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    SqlOptions options() {
        return SqlOptions.server(server.url(database), server.user(), server.password())
                .events(events::add);
    }

    private void twoKittens() {
        sql.write(tx -> tx.update("insert into kittens (id, name, price) values ('a', 'A', 0), ('b', 'B', 0)"));
    }

    private static int raise(Tx tx, String id) {
        return tx.update("update kittens set price = price + 1 where id = ?", id);
    }

    private static void administer(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url("admin"), server.user(), server.password());
                var prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        }
    }

    @Test
    void theLoserOfADeadlockRunsAgain() throws Exception {
        twoKittens();
        var bothHoldOne = new CyclicBarrier(2);
        var attempts = new AtomicInteger();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> crosswise("a", "b", bothHoldOne, attempts));
            var other = threads.submit(() -> crosswise("b", "a", bothHoldOne, attempts));

            assertThat(one.get()).isEqualTo(1);
            assertThat(other.get()).isEqualTo(1);
        }

        var prices = sql.read(view -> view.query("select price from kittens", row -> row.longValue("price")));
        assertThat(prices).containsExactly(2L, 2L);
        assertThat(events).hasAtLeastOneElementOfType(SqlEvent.Retried.class);
    }

    private int crosswise(String first, String second, CyclicBarrier barrier, AtomicInteger attempts) throws Exception {
        return sql.write(tx -> {
            raise(tx, first);
            if (attempts.incrementAndGet() <= 2) {
                barrier.await(10, TimeUnit.SECONDS);
            }
            return raise(tx, second);
        });
    }

    @Test
    void aConnectionLostBeforeTheCommitIsReplacedOnce() throws Exception {
        twoKittens();
        var attempts = new AtomicInteger();

        int changed = sql.write(tx -> {
            raise(tx, "a");
            if (attempts.incrementAndGet() == 1) {
                long id = tx.first("select connection_id() as id", row -> row.longValue("id"))
                        .orElseThrow();
                administer("kill connection " + id);
            }
            return raise(tx, "b");
        });

        assertThat(changed).isEqualTo(1);
        assertThat(attempts).hasValue(2);
        var prices = sql.read(view -> view.query("select price from kittens", row -> row.longValue("price")));
        assertThat(prices).containsExactly(1L, 1L);
    }

    @Test
    void aLockThatDoesNotComeFreeIsReportedAsBusy() throws Exception {
        twoKittens();
        try (var impatient = Sql.open(options().with(SqlOptions.Limits.usual().busy(Duration.ofSeconds(1))))) {
            sql.write(tx -> {
                raise(tx, "a");
                assertThatThrownBy(() -> elsewhere(() -> impatient.write(other -> raise(other, "a"))))
                        .hasCauseInstanceOf(DatabaseUnavailableException.class);
                return 1;
            });
        }
    }

    private static <T> T elsewhere(Callable<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(work).get();
        }
    }

    @Test
    void answeredWritesSurviveTheDeathOfTheServerAndThePoolRecovers() {
        twoKittens();

        server.kill();
        try (var impatient = impatient()) {
            assertThatThrownBy(() -> impatient.write(tx -> raise(tx, "a")))
                    .isInstanceOf(DatabaseUnavailableException.class);
        } catch (DatabaseUnavailableException e) {
            assertThat(e).hasMessageContaining("cannot reach");
        }
        server.resume();

        Eventually.within(Duration.ofSeconds(30), () -> sql.write(tx -> raise(tx, "a")));
        var prices =
                sql.read(view -> view.query("select price from kittens order by id", row -> row.longValue("price")));
        assertThat(prices).containsExactly(1L, 0L);
    }

    private Sql impatient() {
        return Sql.open(options().with(SqlOptions.Limits.usual().busy(Duration.ofMillis(300))));
    }

    @Test
    void aServerThatMayLoseCommitsIsRefusedUnlessThatWasChosen() throws Exception {
        administer("set global innodb_flush_log_at_trx_commit = 2");
        try {
            assertThatThrownBy(() -> Sql.open(options())).hasMessageContaining("innodb_flush_log_at_trx_commit = 2");

            Sql.open(options().with(SqlOptions.Durability.PROCESS_DEATH)).close();
        } finally {
            administer("set global innodb_flush_log_at_trx_commit = 1");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutThePassword() {
        var nowhere = SqlOptions.server("jdbc:mariadb://127.0.0.1:1/none", "margay", "hidden")
                .with(SqlOptions.Limits.usual().busy(Duration.ofMillis(300)));

        assertThatThrownBy(() -> Sql.open(nowhere))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> SqlOptions.server("jdbc:h2:mem:", "sa", "")).hasMessageContaining("jdbc:h2:mem:");
    }

    @Test
    void aServerThatTurnsUsAwayIsNotWaitedFor() {
        var wrong = SqlOptions.server(server.url(database), server.user(), "not the password");
        var absent =
                SqlOptions.server(server.url("absent").replaceFirst("[?].*", ""), server.user(), server.password());

        for (var unfit : List.of(wrong, absent)) {
            assertThatThrownBy(() -> Sql.await(unfit, Duration.ofHours(1)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("jdbc:mariadb://127.0.0.1:")
                    .hasMessageContaining("expected: ")
                    .hasMessageNotContaining("password=not")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void severalProcessesMayMigrateAtOnce() throws Exception {
        var runs = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 4; i++) {
            runs.add(() -> {
                try (var other = Sql.open(options())) {
                    other.migrate("ledger", "db/ledger");
                    return true;
                }
            });
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var run : threads.invokeAll(runs)) {
                assertThat(run.get()).isTrue();
            }
        }
        int inserted = sql.write(tx -> tx.update("insert into entries (id, amount, note) values (1, 2, 'x')"));
        assertThat(inserted).isEqualTo(1);
    }
}
