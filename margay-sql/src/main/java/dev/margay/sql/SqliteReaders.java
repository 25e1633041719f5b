package dev.margay.sql;

import java.sql.SQLException;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;

/// Four threads with a read-only connection each. A read transaction never outlives its call, or the
/// write-ahead log could not shrink; a call whose owner leaves is stopped.
final class SqliteReaders implements AutoCloseable {

    private static final int THREADS = 4;

    private final SqliteFile file;
    private final SqlOptions options;
    private final Ticket.Line line;
    private final Thread[] threads;

    SqliteReaders(SqliteFile file, SqlOptions options) {
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

        private @org.jspecify.annotations.Nullable Session session;

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
                ticket.fail(SqlErrors.translated("reading from " + file, e));
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
            if (tx.undoneBy() != null && SqlErrors.meaning(tx.undoneBy()) == SqlErrors.Meaning.BROKEN) {
                closeSession();
            }
        }

        private java.time.Instant now(Session open) throws SQLException {
            long last = open.number("select last from margay_clock where id = 1");
            return java.time.Instant.ofEpochMilli(Math.max(last, options.clock().millis()));
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
