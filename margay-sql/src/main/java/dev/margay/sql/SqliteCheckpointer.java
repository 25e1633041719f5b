package dev.margay.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Copies the write-ahead log into the database file, off the writer's thread.
///
/// Every 50 ms while there are commits: 1,000 pages not yet copied are copied as far as readers allow
/// (`passive`); a log file over 64 MB, or any that a quiet second left behind, is emptied (`truncate`).
/// While nothing is written it sleeps. SQLite's own checkpoint at 4,000 pages, on the writer, is the
/// safety net.
final class SqliteCheckpointer implements AutoCloseable {

    private static final long TICK_NANOS = 50_000_000;
    private static final long IDLE_NANOS = 1_000_000_000;
    private static final int PASSIVE_PAGES = 1_000;
    private static final long LARGEST_LOG = 64L << 20;
    private static final int LOCK_WAIT_MILLIS = 100;

    private final SqliteFile file;
    private final SqlOptions options;
    private final Thread thread;
    private @Nullable Session session;
    private volatile boolean dirty;
    private volatile boolean asleep;
    private volatile boolean closing;

    SqliteCheckpointer(SqliteFile file, SqlOptions options) {
        this.file = file;
        this.options = options;
        this.thread = Thread.ofPlatform().daemon().name("sql-checkpointer").unstarted(this::serve);
        thread.start();
    }

    /// The writer has committed. Cheap.
    void committed() {
        dirty = true;
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void serve() {
        long lastCommit = System.nanoTime();
        while (!closing) {
            if (dirty) {
                dirty = false;
                lastCommit = System.nanoTime();
                relieve();
            } else if (System.nanoTime() - lastCommit > IDLE_NANOS) {
                if (file.walBytes() > 0) {
                    checkpoint("truncate");
                }
                sleep(file.walBytes() > 0);
                lastCommit = System.nanoTime();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        if (session != null) {
            session.close();
        }
    }

    /// Until the next commit, or for a while if the log could not be emptied.
    private void sleep(boolean tryAgain) {
        asleep = true;
        while (!dirty && !closing) {
            if (tryAgain) {
                LockSupport.parkNanos(10 * IDLE_NANOS);
                break;
            }
            LockSupport.park();
        }
        asleep = false;
    }

    private void relieve() {
        if (file.walBytes() > LARGEST_LOG) {
            checkpoint("truncate");
        } else if (uncopiedPages() >= PASSIVE_PAGES) {
            checkpoint("passive");
        }
    }

    private long uncopiedPages() {
        return asked("select 0", open -> {
            var pages = open.first(
                    "pragma wal_checkpoint(noop)",
                    row -> row.longValue("log") - row.longValue("checkpointed"),
                    new Object[0]);
            return pages == null ? 0 : pages;
        });
    }

    private void checkpoint(String mode) {
        long start = System.nanoTime();
        long complete = asked(mode, open -> {
            var done = open.first(
                    "pragma wal_checkpoint(" + mode + ")",
                    row -> row.longValue("busy") == 0 && row.longValue("log") == row.longValue("checkpointed")
                            ? 1L
                            : 0L,
                    new Object[0]);
            return done == null ? 0 : done;
        });
        Sql.tell(
                options.events(),
                new SqlEvent.Checkpointed(
                        mode, complete == 1, file.walBytes(), Duration.ofNanos(System.nanoTime() - start)));
    }

    private long asked(String what, Question question) {
        try {
            var open = session;
            if (open == null) {
                open = file.writer();
                open.number("pragma busy_timeout = " + LOCK_WAIT_MILLIS);
                session = open;
            }
            return question.ask(open);
        } catch (SQLException | RuntimeException e) {
            if (session != null) {
                session.close();
                session = null;
            }
            Sql.tell(options.events(), new SqlEvent.SideTaskFailed("checkpoint " + what, e));
            return 0;
        }
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        Sql.joined(thread);
    }

    private interface Question {
        long ask(Session session) throws SQLException;
    }
}
