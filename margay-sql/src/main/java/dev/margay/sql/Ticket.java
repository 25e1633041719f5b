package dev.margay.sql;

import dev.margay.context.Call;
import dev.margay.context.Deadline;
import dev.margay.context.DeadlineExceededException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A closure on its way to a database thread, and its answer on the way back.
///
/// Two threads meet here: the owner, who waits, and the worker, who runs. The owner can leave: before the
/// work began that withdraws it, afterwards the outcome is unknown to the owner.
final class Ticket<T> {

    private enum State {
        WAITING,
        RUNNING,
        DONE,
        WITHDRAWN,
        LEFT
    }

    private final Work<? super OpenTx, T, ?> work;
    private final @Nullable Call call = Call.current().orElse(null);
    private final Thread owner = Thread.currentThread();
    private final long since = System.nanoTime();
    private volatile State state = State.WAITING;
    private @Nullable T answer;
    private @Nullable Throwable failure;
    private List<Runnable> actions = List.of();
    private @Nullable Runnable interrupt;

    Ticket(Work<? super OpenTx, T, ?> work) {
        this.work = work;
    }

    @Nullable
    Call call() {
        return call;
    }

    long ageNanos() {
        return System.nanoTime() - since;
    }

    /// Refuses work whose caller is out of time or gone, before it takes a place.
    void stopIfUnwanted() {
        if (call != null) {
            call.cancellation().check();
            if (call.deadline().expired()) {
                throw new DeadlineExceededException("the deadline passed before the database was asked");
            }
        }
    }

    // The worker's side.

    /// Whether the owner still wants it; from now on leaving means not knowing.
    ///
    /// @param onLeave how to stop the work when its owner leaves; null if it must run to its end
    synchronized boolean begin(@Nullable Runnable onLeave) {
        if (state == State.WAITING) {
            state = State.RUNNING;
            interrupt = onLeave;
        }
        return state == State.RUNNING;
    }

    /// Runs the closure with its call bound, and keeps what it says until [#finish()] or the next run.
    void run(OpenTx tx) {
        answer = null;
        failure = null;
        actions = List.of();
        try {
            answer = call == null ? work.with(tx) : call.run(() -> work.with(tx));
            actions = tx.actionsAfterCommit();
        } catch (Throwable e) {
            failure = e;
        } finally {
            tx.end();
        }
    }

    boolean failed() {
        return failure != null;
    }

    void fail(Throwable cause) {
        failure = cause;
        actions = List.of();
    }

    /// Hands the answer to the owner; returns what nobody will run any more if the owner has left.
    List<Runnable> finish() {
        synchronized (this) {
            interrupt = null;
            if (state != State.RUNNING && state != State.WAITING) {
                return actions;
            }
            state = State.DONE;
        }
        LockSupport.unpark(owner);
        return List.of();
    }

    // The owner's side.

    /// Waits for the answer.
    ///
    /// @throws InterruptedException when interrupted before the work began: it will not begin
    /// @throws DeadlineExceededException when the deadline passed before the work began: it will not
    ///     begin
    /// @throws OutcomeUnknownException when either happened while it ran
    void await() throws InterruptedException {
        var deadline = call == null ? Deadline.none() : call.deadline();
        while (state != State.DONE) {
            if (Thread.interrupted()) {
                var interrupted = new InterruptedException("interrupted while waiting for the database");
                if (leave(interrupted)) {
                    throw interrupted;
                }
                Thread.currentThread().interrupt();
                return;
            }
            long left = deadline.remainingNanos();
            if (left == 0) {
                var late = new DeadlineExceededException(
                        "the deadline passed while waiting for the database; nothing was changed");
                if (leave(late)) {
                    throw late;
                }
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    /// The answer's failure, or null.
    @Nullable
    Throwable failure() {
        return failure;
    }

    @SuppressWarnings("NullAway") // set when there is no failure; null only if the closure broke its own contract
    T answer() {
        return answer;
    }

    List<Runnable> actions() {
        return actions;
    }

    /// Gives up; false when the answer has just arrived.
    private synchronized boolean leave(Exception why) {
        return switch (state) {
            case WAITING -> {
                state = State.WITHDRAWN;
                yield true;
            }
            case RUNNING -> {
                state = State.LEFT;
                if (interrupt == null) {
                    throw new OutcomeUnknownException("gave up waiting for the commit; it may or may not be kept", why);
                }
                interrupt.run();
                yield true;
            }
            case DONE, WITHDRAWN, LEFT -> false;
        };
    }

    /// Tickets that wait for a thread of the database, in order, up to a limit. Safe for many threads.
    static final class Line {

        private final BlockingQueue<Ticket<?>> waiting;
        private final Ticket<?> end = new Ticket<>(tx -> tx);
        private final int limit;
        private final String what;
        private volatile boolean closing;
        private volatile boolean closed;

        Line(int limit, String what) {
            this.waiting = new LinkedBlockingQueue<>();
            this.limit = limit;
            this.what = what;
        }

        void join(Ticket<?> ticket) {
            if (closing || closed) {
                throw closedException();
            }
            if (waiting.size() >= limit) {
                throw new DatabaseUnavailableException(
                        "%d closures wait for the %s already; nothing was changed".formatted(limit, what),
                        Duration.ofSeconds(1),
                        null);
            }
            waiting.add(ticket);
            if (closed) {
                refuseAll();
            }
        }

        /// The next ticket, waited for; null once the line is closed and everybody in it was served.
        @Nullable
        Ticket<?> take() {
            while (true) {
                try {
                    var next = waiting.take();
                    if (next != end) {
                        return next;
                    }
                    waiting.add(end); // for the other servers of this line
                    return null;
                } catch (InterruptedException _) {
                    // Nobody but a closure interrupts this thread, and that closure is over.
                }
            }
        }

        /// The next ticket if one waits now.
        @Nullable
        Ticket<?> poll() {
            return peek() == null ? null : waiting.poll();
        }

        @Nullable
        Ticket<?> peek() {
            var next = waiting.peek();
            return next == end ? null : next;
        }

        int size() {
            return waiting.size();
        }

        /// Lets nobody join any more; the threads that serve it end once all who wait were served.
        void close() {
            closing = true;
            waiting.add(end);
        }

        /// For the thread that served it: whoever slipped in gets an answer too.
        void served() {
            closed = true;
            refuseAll();
        }

        private void refuseAll() {
            for (var late = waiting.poll(); late != null; late = waiting.poll()) {
                late.fail(closedException());
                late.finish();
            }
        }

        private static IllegalStateException closedException() {
            return new IllegalStateException("the database is closed (expected: use before close)");
        }
    }

    /// A thread that runs tickets. Closures on it must not wait for a database: its own would never come.
    static final class Server extends Thread {

        Server(String name, Runnable serve) {
            super(serve, name);
            setDaemon(true);
        }

        /// Refuses what would wait inside a transaction.
        static void refuse(String what) {
            if (Thread.currentThread() instanceof Server) {
                throw nested(what);
            }
        }

        static IllegalStateException nested(String what) {
            return new IllegalStateException(
                    "%s inside a transaction (expected: use the transaction at hand)".formatted(what));
        }
    }
}
