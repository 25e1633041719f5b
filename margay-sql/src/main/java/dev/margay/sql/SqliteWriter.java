package dev.margay.sql;

import dev.margay.context.VirtualThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one thread of this process that writes to a SQLite file, committing in groups.
///
/// Whatever waits goes into one transaction, each unit in its own savepoint, until nothing waits, 500
/// units are in or 10 ms are over; one commit, one flush to the disk, and only then all answers, so that
/// no unit's answer rests on a neighbour that is undone later. A full disk, a failing disk or a lock that
/// does not come free undo the whole group; then each unit is tried alone, so that it fails for its own
/// sake only.
///
/// Where other processes write to the same file too, the writer stays away from it after a group for as
/// long as the group took, at least half a millisecond: SQLite's lock is not fair, and whoever asks again
/// at once gets it. It does so only while it sees others commit, or has to wait for them.
final class SqliteWriter implements AutoCloseable {

    private static final int GROUP_UNITS = 500;
    private static final long GROUP_NANOS = 10_000_000;
    private static final long STAY_AWAY_NANOS = 500_000;
    private static final long OTHERS_NANOS = 1_000_000_000;
    private static final long SLOW_NANOS = 50_000_000;

    private final SqliteFile file;
    private final SqlOptions options;
    private final Runnable onCommit;
    private final Ticket.Line line;
    private final Thread thread;
    private final Thread watchdog;
    private final ThreadFactory side = VirtualThreads.onJdk("sql-after-commit");
    private @Nullable Session session;
    private long dataVersion;
    private long othersSeen;
    private Stage stage = Stage.NONE;
    private volatile long unitSince;
    private volatile boolean closing;
    private final LongAdder units = new LongAdder();
    private final LongAdder groups = new LongAdder();

    SqliteWriter(SqliteFile file, SqlOptions options, Runnable onCommit) {
        this.file = file;
        this.options = options;
        this.onCommit = onCommit;
        this.line = new Ticket.Line(options.limits().waiting(), "writer");
        this.othersSeen = System.nanoTime();
        this.thread = new Ticket.Server("sql-writer", this::serve);
        this.watchdog = Thread.ofPlatform().daemon().name("sql-watchdog").unstarted(this::watch);
        thread.start();
        watchdog.start();
    }

    void submit(Ticket<?> ticket) {
        line.join(ticket);
    }

    long units() {
        return units.sum();
    }

    long groups() {
        return groups.sum();
    }

    int waiting() {
        return line.size();
    }

    private void serve() {
        try {
            for (var first = line.take(); first != null; first = line.take()) {
                long took = group(first);
                if (file.shared() && System.nanoTime() - othersSeen < OTHERS_NANOS) {
                    stayAway(took);
                }
            }
        } finally {
            closeSession();
            line.served();
        }
    }

    private static void stayAway(long tookNanos) {
        long until = System.nanoTime() + Math.max(tookNanos, STAY_AWAY_NANOS);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            var _ = Thread.interrupted(); // set by a closure that is over; parking would not pause
            LockSupport.parkNanos(left);
        }
    }

    /// Runs and answers one group; returns how long it held the file.
    private long group(Ticket<?> first) {
        var members = new ArrayList<Ticket<?>>();
        long start = System.nanoTime();
        var failed = run(() -> collect(first, members));
        long took = System.nanoTime() - start;
        if (failed == null) {
            committed(members, took);
            return took;
        }
        undo(failed);
        if (members.isEmpty()) {
            refuse(first, failed);
            refuseTheOverdue(failed);
        } else if (members.size() == 1) {
            refuse(members.getFirst(), failed);
        } else {
            tell(new SqlEvent.GroupUndone(members.size(), failed));
            members.forEach(this::alone);
        }
        return took;
    }

    private void collect(Ticket<?> first, List<Ticket<?>> members) throws SQLException {
        var open = begin();
        long start = System.nanoTime();
        var clock = new GroupClock(options.clock());
        for (var next = first; next != null; next = another(members.size(), start)) {
            if (next.begin(null)) {
                members.add(next);
                unit(open, next, clock);
            }
        }
        commit(open, clock);
    }

    private void alone(Ticket<?> ticket) {
        long start = System.nanoTime();
        var failed = run(() -> {
            var open = begin();
            var clock = new GroupClock(options.clock());
            unit(open, ticket, clock);
            commit(open, clock);
        });
        if (failed == null) {
            committed(List.of(ticket), System.nanoTime() - start);
        } else {
            undo(failed);
            refuse(ticket, failed);
        }
    }

    /// What stopped the steps, or null; the thread outlives everything.
    private static @Nullable SQLException run(Steps steps) {
        try {
            steps.run();
            return null;
        } catch (SQLException e) {
            return e;
        } catch (RuntimeException | Error e) {
            return new SQLException("the writer failed", e);
        }
    }

    private @Nullable Ticket<?> another(int members, long start) {
        return members < GROUP_UNITS && System.nanoTime() - start < GROUP_NANOS ? line.poll() : null;
    }

    private Session begin() throws SQLException {
        var open = session;
        if (open == null) {
            open = file.writer();
            session = open;
        }
        long asked = System.nanoTime();
        open.execute("begin immediate");
        stage = Stage.OPEN;
        long now = System.nanoTime();
        if (file.shared()) {
            long version = open.number("pragma data_version");
            if (version != dataVersion || now - asked > STAY_AWAY_NANOS) {
                dataVersion = version;
                othersSeen = now;
            }
        }
        return open;
    }

    private void commit(Session open, GroupClock clock) throws SQLException {
        clock.keep(open);
        stage = Stage.COMMITTING;
        open.execute("commit");
        stage = Stage.NONE;
    }

    private void unit(Session session, Ticket<?> ticket, GroupClock clock) throws SQLException {
        session.execute("savepoint unit");
        var tx = new OpenTx(session, Dialect.SQLITE, clock, ticket.call());
        unitSince = System.nanoTime();
        ticket.run(tx);
        unitSince = 0;
        var undoneBy = tx.undoneBy();
        if (undoneBy != null) {
            throw undoneBy;
        }
        if (ticket.failed()) {
            session.execute("rollback to unit");
        }
        session.execute("release unit");
    }

    private void committed(List<Ticket<?>> members, long tookNanos) {
        groups.increment();
        units.add(members.size());
        onCommit.run();
        for (var ticket : members) {
            answer(ticket);
        }
        tell(new SqlEvent.GroupCommitted(members.size(), Duration.ofNanos(tookNanos)));
    }

    private void answer(Ticket<?> ticket) {
        var actions = ticket.finish();
        if (!actions.isEmpty()) {
            side.newThread(() -> Sql.runAll(actions, options.events())).start();
        }
    }

    private void undo(SQLException cause) {
        var open = session;
        if (open == null || stage == Stage.NONE) {
            return;
        }
        if (SqlException.meaning(cause) == SqlException.Meaning.BROKEN) {
            closeSession();
            return;
        }
        try {
            open.execute("rollback");
        } catch (SQLException _) {
            closeSession(); // SQLite has undone it already, or cannot: a new connection starts clean
        }
    }

    /// Answers with the failure of the group or of the last try.
    private void refuse(Ticket<?> ticket, SQLException cause) {
        boolean unknown = stage == Stage.COMMITTING && SqlException.meaning(cause) == SqlException.Meaning.BROKEN;
        ticket.fail(
                unknown
                        ? new OutcomeUnknownException("the commit failed; the changes may or may not be kept", cause)
                        : SqlException.translated("writing to " + file, cause));
        stage = Stage.NONE;
        answer(ticket);
    }

    /// After a lock did not come free in time: those who waited as long need not wait for the next try.
    private void refuseTheOverdue(SQLException cause) {
        long limit = options.limits().busy().toNanos();
        for (var next = line.peek(); next != null && next.ageNanos() > limit; next = line.peek()) {
            var _ = line.poll();
            refuse(next, cause);
        }
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void watch() {
        long reported = 0;
        while (!closing) {
            LockSupport.parkNanos(SLOW_NANOS / 2);
            long since = unitSince;
            long running = System.nanoTime() - since;
            if (since != 0 && since != reported && running > SLOW_NANOS) {
                reported = since;
                tell(new SqlEvent.UnitSlow(Duration.ofNanos(running), List.of(thread.getStackTrace())));
            }
        }
    }

    private void tell(SqlEvent event) {
        Sql.tell(options.events(), event);
    }

    /// Lets the waiting units end, then closes the connection.
    @Override
    public void close() {
        Ticket.Server.refuse("close");
        closing = true;
        LockSupport.unpark(watchdog);
        line.close();
        Sql.joined(thread);
    }

    private enum Stage {
        NONE,
        OPEN,
        COMMITTING
    }

    private interface Steps {
        void run() throws SQLException;
    }

    /// `max(last, wall)`: never before what any earlier group has seen, in whichever process.
    private static final class GroupClock implements OpenTx.StoreClock {

        private final InstantSource wall;
        private @Nullable Instant now;

        GroupClock(InstantSource wall) {
            this.wall = wall;
        }

        @Override
        public Instant now(Session session) throws SQLException {
            var known = now;
            if (known == null) {
                long last = session.number("select last from margay_clock where id = 1");
                known = Instant.ofEpochMilli(Math.max(last, wall.millis()));
                now = known;
            }
            return known;
        }

        /// Written only by groups that asked: others would pay a page for nothing.
        void keep(Session session) throws SQLException {
            if (now != null) {
                session.update("update margay_clock set last = ? where id = 1", new Object[] {now});
            }
        }
    }
}
