package dev.margay.engine;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The scheduler of the virtual threads of one event loop: inline once, queued ever after.
///
/// A request's thread is started by the loop itself, on the loop's thread, with [#startInline]: its first continuation
/// runs at once, in the middle of `Thread.start()`, and most handlers are done when that returns. Whatever comes later
/// (the thread was unparked, yielded, was notified) is queued beside the loop's own events. Running those inline too
/// would recurse: the JDK calls `execute` on the loop's thread after a yield.
///
/// While the loop is held for long, by a class initialiser, a native call or a computation, nobody takes from the
/// queue; what the holder waits for may be in it. Then platform threads take from it, until the loop is back. They
/// run continuations only: channels belong to the loop.
///
/// `execute` never throws. The JDK's own threads call it; a continuation refused is a thread lost, with its locks.
final class LoopScheduler implements Executor {

    private static final int MOST_IN_A_TURN = 64;
    private static final long HELD_NANOS = Duration.ofMillis(20).toNanos();
    private static final long NAMED_NANOS = Duration.ofMillis(50).toNanos();
    private static final int MOST_RESCUERS = 256;

    private final String name;
    private final EventLoop loop;
    private final Queue<Runnable> resumed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicInteger rescuers = new AtomicInteger();
    private final Runnable turn = this::turn;
    private @Nullable Thread loopThread;

    /// True between the loop's decision to start a thread and that thread's first continuation. Loop thread only.
    private boolean starting;

    /// The first continuation of the thread started last. Loop thread only.
    private @Nullable Runnable started;

    /// Who blocked, by the continuation that resumes it. Loop thread only.
    private final IdentityHashMap<Runnable, Exchange> blocked = new IdentityHashMap<>();

    /// When the loop began to run what is not its own, 0 while it does not. Written by the loop, read by the watchdog.
    private volatile long heldSince;

    private volatile @Nullable Exchange mounted;
    private long reportedHold;

    LoopScheduler(String name, EventLoop loop) {
        this.name = name;
        this.loop = loop;
    }

    /// Once, on the loop's thread, before anything is started.
    void attach() {
        loopThread = Thread.currentThread();
    }

    /// Runs the thread until it first blocks or ends. On the loop's thread.
    ///
    /// @param now the clock's nanoseconds, read just before
    void startInline(Exchange exchange, Thread thread, long now) {
        mounted = exchange;
        heldSince = now | 1;
        starting = true;
        try {
            thread.start();
        } finally {
            starting = false;
            heldSince = 0;
            mounted = null;
        }
    }

    /// The request started last did not end at once: it is known here until it ends.
    void blocked(Exchange exchange) {
        if (started != null) {
            blocked.put(started, exchange);
            exchange.resumedBy(started);
            started = null;
        }
    }

    void ended(@Nullable Runnable continuation) {
        if (continuation != null) {
            blocked.remove(continuation);
        }
    }

    @Override
    public void execute(Runnable continuation) {
        if (Thread.currentThread() == loopThread && starting) {
            starting = false;
            started = continuation;
            continuation.run();
            return;
        }
        resumed.add(continuation);
        wake();
    }

    private void wake() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                loop.execute(turn);
            } catch (RejectedExecutionException _) {
                scheduled.set(false);
                rescue(); // the loop is closed: whatever still lives here goes on elsewhere
            }
        }
    }

    private void turn() {
        for (int i = 0; i < MOST_IN_A_TURN; i++) {
            var continuation = resumed.poll();
            if (continuation == null) {
                break;
            }
            mounted = blocked.get(continuation);
            heldSince = System.nanoTime() | 1;
            try {
                continuation.run();
            } finally {
                heldSince = 0;
                mounted = null;
            }
        }
        scheduled.set(false);
        if (!resumed.isEmpty()) {
            wake();
        }
    }

    /// Called by the watchdog now and then.
    void look(long now, Watchdog watchdog) {
        long since = heldSince;
        if (since == 0 || now - since < HELD_NANOS) {
            return;
        }
        if (since != reportedHold && now - since >= NAMED_NANOS) {
            report(since, Duration.ofNanos(now - since), watchdog);
        }
        if (!resumed.isEmpty() && rescuers.get() < MOST_RESCUERS) {
            watchdog.tell(new EngineEvent.Rescued(name, rescuers.get() + 1));
            rescue();
        }
    }

    /// Names the holder, once; a request that shows no frame of its own has just let the loop go.
    private void report(long since, Duration held, Watchdog watchdog) {
        var exchange = mounted;
        var event = exchange == null ? new EngineEvent.LoopHeld(name, "", "", held) : exchange.held(name, held);
        if (heldSince == since && (exchange == null || !event.frame().isEmpty())) {
            reportedHold = since;
            watchdog.tell(event);
        }
    }

    private void rescue() {
        rescuers.incrementAndGet();
        try {
            Thread.ofPlatform().name(name + "-rescue-", 0).daemon(true).start(() -> {
                try {
                    runResumed(heldSince);
                } finally {
                    rescuers.decrementAndGet();
                }
            });
        } catch (Error e) {
            rescuers.decrementAndGet(); // no thread to be had now; the next look tries again
            throw e;
        }
    }

    private void runResumed(long hold) {
        do {
            var continuation = resumed.poll();
            if (continuation == null) {
                return;
            }
            continuation.run();
        } while (heldSince == hold || loop.isShuttingDown());
    }
}
