package dev.margay.sql;

import dev.margay.context.Call;
import dev.margay.context.Cancellation.Registration;
import dev.margay.context.CancelledException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/// A SQLite file: one writer, four readers, a checkpointer, and a look-out for changes.
final class SqliteEngine implements Sql.Engine {

    private static final long WATCH_NANOS = 5_000_000;

    private final SqliteFile file;
    private final SqlOptions options;
    private final SqliteCheckpointer checkpointer;
    private final ChangeWatch changes;
    private final SqliteWriter writer;
    private final SqliteReaders readers;

    private SqliteEngine(SqliteFile file, SqlOptions options) {
        this.file = file;
        this.options = options;
        this.checkpointer = new SqliteCheckpointer(file, options);
        this.changes = new ChangeWatch(file.shared() ? CommitCounter::new : Nobody::new, options.events());
        this.writer = new SqliteWriter(file, options, this::committed);
        this.readers = new SqliteReaders(file, options);
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
            var applied = migration.applyTo(session);
            applied.ifPresent(event -> Sql.tell(options.events(), event));
        } catch (SQLException e) {
            throw SqlErrors.translated("migrating " + migration.module() + " in " + file, e);
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

        private @org.jspecify.annotations.Nullable Session session;
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
}
