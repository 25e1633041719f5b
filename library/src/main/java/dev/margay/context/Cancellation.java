package dev.margay.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The sign that nobody wants the answer of a call any more. Safe for many threads.
///
/// It never interrupts code that did not ask for it: interrupting a socket or a file closes it. Margay's own waits
/// (client calls, queues, [Parallel], [Blocking]) run inside [#interruptible(Callable)] and end at once; other
/// code may look at [#cancelled()].
public final class Cancellation {

    private @Nullable String reason;
    private @Nullable List<Runnable> listeners;

    /// Marks the call as cancelled, once; later calls change nothing. Listeners run on the caller's thread.
    public void cancel(String why) {
        List<Runnable> toTell;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toTell = listeners == null ? List.of() : listeners;
            listeners = null;
        }
        toTell.forEach(Cancellation::tell);
    }

    /// A listener that fails changes nothing: not for the others, and not for whoever cancels.
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            System.getLogger(Cancellation.class.getName())
                    .log(System.Logger.Level.WARNING, "a listener of a cancellation failed", e);
        }
    }

    public synchronized boolean cancelled() {
        return reason != null;
    }

    /// Why the call was cancelled; empty while it is not.
    public synchronized Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /// Throws [CancelledException] if the call is cancelled: for a computation to ask now and then.
    public void check() {
        String why;
        synchronized (this) {
            why = reason;
        }
        if (why != null) {
            throw new CancelledException(why);
        }
    }

    /// Runs the action when the call is cancelled, at once if it already is, until the registration is closed.
    ///
    /// The action must not block: it may run on an event loop. If it throws, that is logged and changes
    /// nothing else.
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (reason == null) {
                if (listeners == null) {
                    listeners = new ArrayList<>(2);
                }
                listeners.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    /// Runs a wait that ends by [InterruptedException] when the call is cancelled; reported as [CancelledException].
    public <T> T interruptible(Callable<T> wait) throws Exception {
        var interrupt = new Interrupt(Thread.currentThread());
        try (var _ = onCancel(interrupt)) {
            return wait.call();
        } catch (InterruptedException e) {
            if (interrupt.sent()) {
                throw new CancelledException(reason().orElse("cancelled"), e);
            }
            throw e;
        } finally {
            interrupt.over();
        }
    }

    private synchronized void forget(Runnable action) {
        if (listeners != null) {
            listeners.remove(action);
        }
    }

    /// Ends a registration; closing twice is harmless.
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /// Interrupts one thread, but never after the wait it was made for.
    private static final class Interrupt implements Runnable {

        private final Thread thread;
        private boolean sent;
        private boolean over;

        Interrupt(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!over) {
                sent = true;
                thread.interrupt();
            }
        }

        synchronized boolean sent() {
            return sent;
        }

        /// Takes back an interrupt that came too late to end the wait.
        synchronized void over() {
            over = true;
            if (sent) {
                Thread.interrupted();
            }
        }
    }
}
