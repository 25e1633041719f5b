package dev.margay.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.margay.context.Call;
import dev.margay.context.Cancellation.Registration;
import dev.margay.context.CancelledException;
import dev.margay.context.StartException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A MariaDB or MySQL server: plain transactions on the caller's thread, over two pools.
///
/// Writes read what is committed (`read committed`); reads are read-only and see one moment (`repeatable
/// read`). A transaction that loses a deadlock, or whose connection turns out to be dead before its
/// commit, runs again.
final class ServerEngine implements Sql.Engine {

    private static final int TRIES = 6;
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final String COMMITTED = "TRANSACTION_READ_COMMITTED";

    private final SqlOptions.Server server;
    private final SqlOptions options;
    private final HikariDataSource writes;
    private final HikariDataSource reads;
    private final ChangeWatch changes;
    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
    private final LongAdder committed = new LongAdder();

    private ServerEngine(SqlOptions.Server server, SqlOptions options) {
        this.server = server;
        this.options = options;
        this.writes = new HikariDataSource(pool(server, options, COMMITTED, false));
        this.reads = new HikariDataSource(pool(server, options, "TRANSACTION_REPEATABLE_READ", true));
        this.changes = new ChangeWatch(Poll::new, options.events());
    }

    static ServerEngine open(SqlOptions.Server server, SqlOptions options) {
        try {
            var engine = new ServerEngine(server, options);
            engine.prepare();
            return engine;
        } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            if (e.getCause() instanceof SQLException cause && SqlException.turnsAway(cause)) {
                throw SqlException.atStart(server.toString(), cause);
            }
            throw new DatabaseUnavailableException("cannot reach " + server, SOON, e);
        }
    }

    private static HikariConfig pool(SqlOptions.Server server, SqlOptions options, String level, boolean readOnly) {
        var limits = options.limits();
        var config = new HikariConfig();
        config.setPoolName(readOnly ? "sql-reads" : "sql-writes");
        config.setJdbcUrl(server.url());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setAutoCommit(false);
        config.setReadOnly(readOnly);
        config.setTransactionIsolation(level);
        config.setMaximumPoolSize(limits.connections());
        config.setMinimumIdle(readOnly ? 0 : 1);
        config.setConnectionTimeout(Math.max(250, limits.busy().toMillis()));
        config.setInitializationFailTimeout(readOnly ? -1 : 1);
        config.addDataSourceProperty(
                "connectTimeout", String.valueOf(limits.busy().toMillis()));
        config.addDataSourceProperty(
                "socketTimeout", String.valueOf(limits.busy().toMillis() * 6));
        config.addDataSourceProperty(
                "sessionVariables",
                "time_zone='+00:00',innodb_lock_wait_timeout=%d,sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
                        .formatted(Math.max(1, limits.busy().toSeconds())));
        return config;
    }

    private void prepare() {
        try (var session = session(writes)) {
            if (options.durability() == SqlOptions.Durability.POWER_LOSS) {
                require(session, "innodb_flush_log_at_trx_commit", 1);
            }
            session.execute("""
                    create table if not exists margay_schema (
                        module varchar(30) character set ascii primary key,
                        digest char(64) character set ascii not null
                    ) engine = InnoDB""");
            session.connection().commit();
        } catch (SQLException | RuntimeException e) {
            close();
            throw e instanceof SQLException sql
                    ? SqlException.atStart(options.target().toString(), sql)
                    : (RuntimeException) e;
        }
    }

    private void require(Session session, String variable, long value) throws SQLException {
        long found = session.number("select @@" + variable);
        if (found != value) {
            throw new StartException(
                    "%s: %s = %d (expected: %d in the server's configuration, or a weaker durability chosen)"
                            .formatted(options.target(), variable, found, value),
                    null);
        }
    }

    private Session session(HikariDataSource pool) throws SQLException {
        return new Session(pool.getConnection(), 64, options.limits().rows());
    }

    @Override
    public <T, X extends Exception> T write(Work<? super OpenTx, T, X> work) throws X {
        var done = this.<T, X>alone("a write", () -> this.<T, X>repeated(work));
        committed.increment();
        changes.committed();
        Sql.runAll(done.tx().actionsAfterCommit(), options.events());
        return done.answer();
    }

    @Override
    public <T, X extends Exception> T read(Work<? super OpenTx, T, X> work) throws X {
        return this.<T, X>alone("a read", () -> this.<T, X>once(reads, work)).answer();
    }

    private <T, X extends Exception> Done<T> alone(String what, Attempt<T, X> attempt) throws X {
        Ticket.Server.refuse(what);
        var thread = Thread.currentThread();
        if (!inside.add(thread)) {
            throw Ticket.Server.nested(what);
        }
        try {
            return attempt.make();
        } finally {
            inside.remove(thread);
        }
    }

    private <T, X extends Exception> Done<T> repeated(Work<? super OpenTx, T, X> work) throws X {
        long until = System.nanoTime() + options.limits().busy().toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return this.<T, X>once(writes, work);
            } catch (DatabaseUnavailableException e) {
                if (attempt == TRIES
                        || System.nanoTime() - until >= 0
                        || !(e.getCause() instanceof SQLException cause)
                        || !worthAnotherTry(cause, attempt)) {
                    throw e;
                }
                Sql.tell(options.events(), new SqlEvent.Retried(attempt, cause));
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << attempt));
            }
        }
    }

    private static boolean worthAnotherTry(SQLException cause, int attempt) {
        return switch (SqlException.meaning(cause)) {
            case CONFLICT -> true;
            case BROKEN -> attempt == 1 && !Thread.currentThread().isInterrupted();
            case FULL, REFUSED, DUPLICATE -> false;
        };
    }

    private <T, X extends Exception> Done<T> once(HikariDataSource pool, Work<? super OpenTx, T, X> work) throws X {
        boolean committing = false;
        try (var session = session(pool)) {
            var tx = new OpenTx(
                    session, Dialect.MARIADB, new ServerClock(), Call.current().orElse(null));
            try {
                T answer = work.with(tx);
                tx.end();
                var undoneBy = tx.undoneBy();
                if (undoneBy != null) {
                    throw undoneBy;
                }
                committing = true;
                session.connection().commit();
                return new Done<>(tx, answer);
            } catch (Throwable e) {
                tx.end();
                undo(session, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e, committing);
        }
    }

    private static void undo(Session session, Throwable cause) {
        try {
            session.connection().rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the pool throws the connection away, and the server undoes what it began
        }
    }

    private static RuntimeException failure(SQLException e, boolean committing) {
        if (committing && SqlException.meaning(e) != SqlException.Meaning.CONFLICT) {
            return new OutcomeUnknownException("the commit failed; the changes may or may not be kept", e);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new CancelledException("interrupted inside the transaction; nothing was changed", e);
        }
        if (e instanceof java.sql.SQLTransientConnectionException) {
            return new DatabaseUnavailableException("no connection free or server not reachable", SOON, e);
        }
        return SqlException.translated("transaction", e);
    }

    @Override
    public void migrate(Migration migration) {
        var config = pool(server, options, COMMITTED, false);
        config.setPoolName("sql-migration");
        config.addDataSourceProperty("socketTimeout", "0"); // a change of a large table takes as long as it takes
        try (var session = session(writes);
                var patient = migration.isApplied(session) ? null : new HikariDataSource(config)) {
            if (patient == null) {
                return;
            }
            migration
                    .applyTo(patient, session, options.target().toString())
                    .ifPresent(event -> Sql.tell(options.events(), event));
        } catch (SQLException e) {
            throw SqlException.atStart(options.target().toString(), e);
        }
    }

    @Override
    public Registration onChange(Runnable listener) {
        return changes.add(listener);
    }

    @Override
    public Sql.Stats stats() {
        long count = committed.sum();
        int waiting = writes.getHikariPoolMXBean().getThreadsAwaitingConnection();
        return new Sql.Stats(count, count, waiting, 0);
    }

    @Override
    public void close() {
        changes.close();
        writes.close();
        reads.close();
    }

    private record Done<T>(OpenTx tx, T answer) {}

    private interface Attempt<T, X extends Exception> {
        Done<T> make() throws X;
    }

    /// The server's clock, asked once a transaction.
    private static final class ServerClock implements OpenTx.StoreClock {

        private @Nullable Instant now;

        @Override
        public Instant now(Session session) throws SQLException {
            var known = now;
            if (known == null) {
                known = Instant.ofEpochMilli(
                        session.number("select cast(unix_timestamp(sysdate(3)) * 1000 as signed)"));
                now = known;
            }
            return known;
        }
    }

    /// A server says nothing by itself: every poll may have missed a change.
    private final class Poll implements ChangeWatch.Watched {

        @Override
        public boolean changed() {
            return true;
        }

        @Override
        public void await() {
            long poll = options.limits().poll().toNanos();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(poll / 2, poll + 1));
        }

        @Override
        public void close() {}
    }
}
