package dev.margay.sql;

import dev.margay.context.Cancellation.Registration;
import dev.margay.context.StartException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A database: transactions as closures, on a SQLite file or a MariaDB server. Safe for many threads.
///
/// Calls block until the answer is there: a write until it is on the disk (see [SqlOptions.Durability]).
/// On a file, closures run on threads of this object, since the library holds its thread; on a server, on
/// the caller's. Either way the caller's call is bound inside, and either way a closure can run more than
/// once, see [Work].
///
/// A caller that is interrupted, cancelled or out of time while its write waits for its turn has changed
/// nothing; one that gives up during the commit gets an [OutcomeUnknownException].
public final class Sql implements AutoCloseable {

    private final Engine engine;
    private final Dialect dialect;
    private final SqlOptions.Durability durability;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Sql(Engine engine, Dialect dialect, SqlOptions.Durability durability) {
        this.engine = engine;
        this.dialect = dialect;
        this.durability = durability;
    }

    /// Opens the database; a file is made if it is missing.
    ///
    /// @throws StartException when the database or its library is not fit for use, however long one waits
    /// @throws DatabaseUnavailableException when a server cannot be reached, or a file is busy
    public static Sql open(SqlOptions options) {
        return switch (options.target()) {
            case SqlOptions.File file ->
                new Sql(SqliteEngine.open(file.path(), options), Dialect.SQLITE, options.durability());
            case SqlOptions.Server server ->
                new Sql(ServerEngine.open(server, options), Dialect.MARIADB, options.durability());
        };
    }

    /// As [#open(SqlOptions)], trying again each second while the database is not available, for so long.
    ///
    /// @throws StartException when it is not fit for use, or still not available then
    public static Sql await(SqlOptions options, Duration longest) throws InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        while (true) {
            try {
                return open(options);
            } catch (DatabaseUnavailableException e) {
                if (System.nanoTime() - until >= 0) {
                    throw new StartException(
                            "%s (expected: an answer within %d s)".formatted(e.getMessage(), longest.toSeconds()), e);
                }
                tell(options.events(), new SqlEvent.Awaited(e, e.retryAfter()));
                new CountDownLatch(1).await(e.retryAfter().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /// Runs a transaction and returns once it is kept.
    ///
    /// @throws DatabaseUnavailableException when busy, full or not reachable; nothing was changed
    /// @throws OutcomeUnknownException when the caller or the connection was lost during the commit
    public <T, X extends Exception> T write(Work<Tx, T, X> work) throws X {
        return engine.write(work);
    }

    /// Asks questions that all see the same moment.
    public <T, X extends Exception> T read(Work<View, T, X> work) throws X {
        return engine.read(work);
    }

    /// Asks the database for an answer: a check of readiness.
    ///
    /// @throws SqlException when it gives none
    public void check() {
        read(view -> view.first("select 1 as one", row -> row.longValue("one")));
    }

    /// Brings the tables of a module to its newest version, unless they are there already.
    ///
    /// The scripts are class path resources `location/sqlite/V1__what.sql`,
    /// `location/mariadb/V1__what.sql` and so on. Several modules can share a database: each has its own
    /// history. On a file all of it happens in one exclusive transaction, all or nothing; several
    /// processes may migrate at once.
    ///
    /// @param module 1 to 30 of `a-z 0-9 _`
    /// @throws StartException when the tables are newer than the scripts, or do not take them
    public void migrate(String module, String location) {
        engine.migrate(Migration.scan(module, location, dialect));
    }

    /// Wakes the listener, on a thread of its own, whenever any process may have changed the data: at
    /// once after a commit here, within 5 ms after another process's commit to a shared file, on every
    /// poll of a server.
    ///
    /// The listener must not block.
    public Registration onChange(Runnable listener) {
        return engine.onChange(listener);
    }

    public Dialect dialect() {
        return dialect;
    }

    /// What an answered write survives, as the options asked for.
    public SqlOptions.Durability durability() {
        return durability;
    }

    /// Shows the [#stats()] as meters `sql.*` of this database, read when somebody asks for them.
    public Sql meter(String name, MeterRegistry registry) {
        Gauge.builder("sql.wal.size", () -> stats().walBytes())
                .description("Size of the write-ahead log; 0 on servers")
                .baseUnit("bytes")
                .tag("database", name)
                .register(registry);
        Gauge.builder("sql.waiting", () -> stats().waiting())
                .description("Callers that wait for a writer or a connection")
                .tag("database", name)
                .register(registry);
        FunctionCounter.builder("sql.transactions", engine, it -> it.stats().transactions())
                .description("Committed writes")
                .tag("database", name)
                .register(registry);
        FunctionCounter.builder("sql.commits", engine, it -> it.stats().commits())
                .description("Flushes to the disk that the writes took")
                .tag("database", name)
                .register(registry);
        return this;
    }

    public Stats stats() {
        return engine.stats();
    }

    /// Ends what was begun, then closes; later calls are refused, closing twice is harmless.
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            engine.close();
        }
    }

    /// Counts since the start and sizes of now.
    ///
    /// @param transactions committed writes
    /// @param commits flushes to the disk they took
    /// @param waiting callers that wait for a writer or a connection
    /// @param walBytes size of the write-ahead log; 0 on servers
    public record Stats(long transactions, long commits, int waiting, long walBytes) {}

    /// What differs between a file and a server.
    interface Engine extends AutoCloseable {

        <T, X extends Exception> T write(Work<? super OpenTx, T, X> work) throws X;

        <T, X extends Exception> T read(Work<? super OpenTx, T, X> work) throws X;

        void migrate(Migration migration);

        Registration onChange(Runnable listener);

        Stats stats();

        @Override
        void close();
    }

    /// Tells an event; a consumer that fails changes nothing, it is a program's metrics and logs.
    static void tell(Consumer<SqlEvent> events, SqlEvent event) {
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            System.getLogger(Sql.class.getName())
                    .log(System.Logger.Level.WARNING, "a listener of SQL events failed", e);
        }
    }

    /// Runs what was to be done after a commit; one that fails does not stop the others.
    static void runAll(List<Runnable> actions, Consumer<SqlEvent> events) {
        for (var action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                tell(events, new SqlEvent.SideTaskFailed("an action after a commit", e));
            }
        }
    }

    /// Waits for a thread that was told to end.
    static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Throws what a closure threw: unchecked, or the checked kind it declares.
    @SuppressWarnings("unchecked")
    static <X extends Exception> void rethrow(Throwable failure) throws X {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (X) failure;
    }
}
