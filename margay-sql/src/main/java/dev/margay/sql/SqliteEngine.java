package dev.margay.sql;

import dev.margay.context.Call;
import dev.margay.context.Cancellation.Registration;
import dev.margay.context.CancelledException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/// A SQLite file: one writer, four readers, a checkpointer, and a look-out for changes.
final class SqliteEngine implements Sql.Engine {

    private static final long WATCH_NANOS = 5_000_000;

    private final SqliteFile file;
    private final SqlOptions options;
    private final SqliteCheckpointer checkpointer;
    private final ChangeWatch changes;
    private final SqliteWriter writer;
    private final Readers readers;

    private SqliteEngine(SqliteFile file, SqlOptions options) {
        this.file = file;
        this.options = options;
        this.checkpointer = new SqliteCheckpointer(file, options);
        this.changes = new ChangeWatch(file.shared() ? CommitCounter::new : Nobody::new, options.events());
        this.writer = new SqliteWriter(file, options, this::committed);
        this.readers = new Readers(file, options);
    }

    static SqliteEngine open(Path path, SqlOptions options) {
        return new SqliteEngine(SqliteFile.open(path, options), options);
    }

    private void committed() {
        checkpointer.committed();
        changes.committed();
    }

    @Override
    public <T, X extends Exception> T write(Work<? super OpenTx, T, X> work) throws X {
        Ticket.Server.refuse("a write");
        var ticket = new Ticket<T>(work);
        ticket.stopIfUnwanted();
        writer.submit(ticket);
        return this.<T, X>answer(ticket);
    }

    @Override
    public <T, X extends Exception> T read(Work<? super OpenTx, T, X> work) throws X {
        Ticket.Server.refuse("a read");
        var ticket = new Ticket<T>(work);
        ticket.stopIfUnwanted();
        readers.submit(ticket);
        return this.<T, X>answer(ticket);
    }

    private <T, X extends Exception> T answer(Ticket<T> ticket) throws X {
        waitFor(ticket);
        var failure = ticket.failure();
        if (failure != null) {
            Sql.<X>rethrow(failure);
        }
        Sql.runAll(ticket.actions(), options.events());
        return ticket.answer();
    }

    private static void waitFor(Ticket<?> ticket) {
        try {
            Call call = ticket.call();
            if (call == null) {
                ticket.await();
            } else {
                call.cancellation().interruptible(() -> {
                    ticket.await();
                    return ticket;
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the database; nothing was changed", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("waiting throws nothing else", e);
        }
    }

    @Override
    public void migrate(Migration migration) {
        try (var session = file.writer()) {
            var applied = migration.applyTo(session, file.toString());
            applied.ifPresent(event -> Sql.tell(options.events(), event));
        } catch (SQLException e) {
            throw SqlException.atStart(file.toString(), e);
        }
    }

    @Override
    public Registration onChange(Runnable listener) {
        return changes.add(listener);
    }

    @Override
    public Sql.Stats stats() {
        return new Sql.Stats(writer.units(), writer.groups(), writer.waiting(), file.walBytes());
    }

    /// The last connection to close copies the log into the file and removes it: the sign of a clean
    /// stop.
    @Override
    public void close() {
        writer.close();
        readers.close();
        checkpointer.close();
        changes.close();
        file.close();
    }

    /// Looks at the counter that changes when another connection commits.
    private final class CommitCounter implements ChangeWatch.Watched {

        private @Nullable Session session;
        private long seen;

        @Override
        public boolean changed() {
            try {
                var open = session;
                if (open == null) {
                    open = file.reader();
                    session = open;
                }
                long now = open.number("pragma data_version");
                boolean changed = now != seen;
                seen = now;
                return changed;
            } catch (SQLException e) {
                close();
                Sql.tell(options.events(), new SqlEvent.SideTaskFailed("looking for changes of other processes", e));
                return true; // better a look too many
            }
        }

        @Override
        public void await() {
            LockSupport.parkNanos(WATCH_NANOS);
        }

        @Override
        public void close() {
            if (session != null) {
                session.close();
                session = null;
            }
        }
    }

    /// A file that nobody else changes needs no looking at.
    private static final class Nobody implements ChangeWatch.Watched {

        @Override
        public boolean changed() {
            return false;
        }

        @Override
        public void await() {
            LockSupport.park(this);
        }

        @Override
        public void close() {}
    }

    /// Four threads with a read-only connection each. A read transaction never outlives its call, or the
    /// write-ahead log could not shrink; a call whose owner leaves is stopped.
    private static final class Readers implements AutoCloseable {

        private static final int THREADS = 4;

        private final SqliteFile file;
        private final SqlOptions options;
        private final Ticket.Line line;
        private final Thread[] threads;

        Readers(SqliteFile file, SqlOptions options) {
            this.file = file;
            this.options = options;
            this.line = new Ticket.Line(options.limits().waiting(), "readers");
            this.threads = IntStream.range(0, THREADS)
                    .mapToObj(i -> new Ticket.Server("sql-reader-" + i, new Reader()::serve))
                    .toArray(Thread[]::new);
            for (var thread : threads) {
                thread.start();
            }
        }

        void submit(Ticket<?> ticket) {
            line.join(ticket);
        }

        @Override
        public void close() {
            Ticket.Server.refuse("close");
            line.close();
            for (var thread : threads) {
                Sql.joined(thread);
            }
            line.served();
        }

        /// One thread's work and its connection, opened when first needed.
        private final class Reader {

            private @Nullable Session session;

            void serve() {
                try {
                    for (var next = line.take(); next != null; next = line.take()) {
                        answer(next);
                    }
                } finally {
                    closeSession();
                }
            }

            private void answer(Ticket<?> ticket) {
                try {
                    var open = session;
                    if (open == null) {
                        open = file.reader();
                        session = open;
                    }
                    var connection = open.connection().unwrap(SQLiteConnection.class);
                    if (ticket.begin(() -> interrupt(connection))) {
                        read(open, ticket);
                    }
                } catch (SQLException e) {
                    closeSession();
                    ticket.fail(SqlException.translated("reading from " + file, e));
                } catch (RuntimeException | Error e) {
                    closeSession();
                    ticket.fail(e);
                } finally {
                    ticket.finish();
                }
            }

            private void read(Session open, Ticket<?> ticket) throws SQLException {
                open.execute("begin");
                var tx = new OpenTx(open, Dialect.SQLITE, this::now, ticket.call());
                ticket.run(tx);
                open.execute("rollback");
                if (tx.undoneBy() != null && SqlException.meaning(tx.undoneBy()) == SqlException.Meaning.BROKEN) {
                    closeSession();
                }
            }

            private Instant now(Session open) throws SQLException {
                long last = open.number("select last from margay_clock where id = 1");
                return Instant.ofEpochMilli(Math.max(last, options.clock().millis()));
            }

            private void interrupt(SQLiteConnection connection) {
                try {
                    connection.getDatabase().interrupt();
                } catch (SQLException e) {
                    Sql.tell(options.events(), new SqlEvent.SideTaskFailed("stopping a read", e));
                }
            }

            private void closeSession() {
                if (session != null) {
                    session.close();
                    session = null;
                }
            }
        }
    }
}
