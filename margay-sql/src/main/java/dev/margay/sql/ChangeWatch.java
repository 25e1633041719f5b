package dev.margay.sql;

import dev.margay.context.Cancellation.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Wakes listeners when the data may have changed: at once after a commit of this process, after a short
/// wait when another process committed. Without listeners there is no thread.
final class ChangeWatch implements AutoCloseable {

    private final Others others;
    private final Consumer<SqlEvent> events;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Thread thread;
    private volatile boolean committed;
    private boolean closed;

    ChangeWatch(Others others, Consumer<SqlEvent> events) {
        this.others = others;
        this.events = events;
    }

    /// This process has committed. Cheap.
    void committed() {
        var watching = thread;
        if (watching != null) {
            committed = true;
            LockSupport.unpark(watching);
        }
    }

    synchronized Registration add(Runnable wake) {
        if (closed) {
            throw new IllegalStateException("the database is closed (expected: use before close)");
        }
        listeners.add(wake);
        if (thread == null) {
            var started = Thread.ofPlatform().daemon().name("sql-changes").unstarted(this::watch);
            thread = started;
            started.start();
        }
        return () -> remove(wake);
    }

    private void remove(Runnable wake) {
        Thread ended = null;
        synchronized (this) {
            listeners.remove(wake);
            if (listeners.isEmpty()) {
                ended = thread;
                thread = null;
            }
        }
        if (ended != null) {
            LockSupport.unpark(ended);
        }
    }

    private void watch() {
        try (var watched = others.watch()) {
            while (thread == Thread.currentThread()) {
                boolean others = watched.changed();
                if (others || committed) {
                    committed = false;
                    listeners.forEach(this::wake);
                }
                if (!committed) {
                    watched.await();
                }
            }
        }
    }

    private void wake(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            Sql.tell(events, new SqlEvent.SideTaskFailed("waking a listener", e));
        }
    }

    @Override
    public void close() {
        Thread ended;
        synchronized (this) {
            closed = true;
            listeners.clear();
            ended = thread;
            thread = null;
        }
        if (ended != null && ended != Thread.currentThread()) {
            LockSupport.unpark(ended);
            Sql.joined(ended);
        }
    }

    /// How changes of other processes are seen.
    interface Others {
        Watched watch();
    }

    /// Looks for changes of others, on one thread.
    interface Watched extends AutoCloseable {

        /// Whether anything may have changed since the last question.
        boolean changed();

        /// Parks until the next question is worth asking; an unpark ends it early.
        void await();

        @Override
        void close();
    }
}
