package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.context.VirtualThreads;
import dev.margay.http.Handler;
import dev.margay.http.Limits;
import dev.margay.http.Routes;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What all loops and requests of one server share.
final class Serving {

    private final Routes routes;
    private final Handler handler;
    private final Limits limits;
    private final Watchdog watchdog;
    private final ThreadFactory jdkThreads = VirtualThreads.onJdk("request");
    private final ThreadFactory cancellers = VirtualThreads.onJdk("cancel");
    private final ComputePool computing = new ComputePool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore changes = new Semaphore(0);
    private final LongSupplier bodyPatience;
    private volatile List<Loop> loops = List.of();
    private volatile boolean draining;

    Serving(Routes routes, Handler handler, Limits limits, Watchdog watchdog) {
        this.routes = routes;
        this.handler = handler;
        this.limits = limits;
        this.watchdog = watchdog;
        long nanos = limits.times().body().toNanos();
        this.bodyPatience = () -> nanos;
    }

    /// Before listening begins.
    void runOn(List<Loop> all) {
        loops = List.copyOf(all);
    }

    List<Loop> loops() {
        return loops;
    }

    Loop loopOf(EventLoop netty) {
        for (var loop : loops) {
            if (loop.netty().equals(netty)) {
                return loop;
            }
        }
        throw new IllegalStateException("a connection on an event loop that is none of the server's");
    }

    /// How long, in nanoseconds, a streaming handler waits for each 64 KiB of a body.
    LongSupplier bodyPatience() {
        return bodyPatience;
    }

    Routes routes() {
        return routes;
    }

    Handler handler() {
        return handler;
    }

    Limits limits() {
        return limits;
    }

    ThreadFactory jdkThreads() {
        return jdkThreads;
    }

    ComputePool computing() {
        return computing;
    }

    /// Safe on a loop: passed on by another thread.
    void tell(EngineEvent event) {
        watchdog.tell(event);
    }

    /// Cancels off the loop: listeners are foreign code.
    void cancel(Call call, String why) {
        cancellers.newThread(() -> call.cancellation().cancel(why)).start();
    }

    /// Takes a place among the requests in progress; given back by [#leave()].
    boolean enter() {
        if (requests.incrementAndGet() <= limits.requests()) {
            return true;
        }
        int inProgress = requests.decrementAndGet();
        tell(new EngineEvent.RequestRefused(inProgress));
        return false;
    }

    void leave() {
        requests.decrementAndGet();
        changed();
    }

    private void changed() {
        if (draining) {
            changes.release();
        }
    }

    /// Waits for a request or a connection to end, but not long. Only once the server drains.
    void awaitChange() throws InterruptedException {
        if (changes.tryAcquire(10, TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
    }

    int requests() {
        return requests.get();
    }

    /// Takes a place among the open connections; given back by [#disconnected()].
    boolean connected() {
        if (connections.incrementAndGet() <= limits.connections()) {
            return true;
        }
        int open = connections.decrementAndGet();
        tell(new EngineEvent.ConnectionRefused(open));
        return false;
    }

    void disconnected() {
        connections.decrementAndGet();
        changed();
    }

    int connections() {
        return connections.get();
    }

    boolean draining() {
        return draining;
    }

    /// From now on each answer is the last of its connection.
    void drain() {
        draining = true;
    }

    /// Where routes that compute for long run: virtual threads over few platform threads of their own.
    ///
    /// One processor fewer than the machine has, so that the loops keep one; its queue is bounded by the requests
    /// that may be in progress. Where virtual threads cannot have a scheduler of ours, the work runs on the pool's
    /// threads as it is.
    static final class ComputePool {

        private final ThreadPoolExecutor pool;
        private final @Nullable ThreadFactory threads;

        ComputePool() {
            int size = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
            var factory =
                    Thread.ofPlatform().name("margay-compute-", 0).daemon(true).factory();
            pool = new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
            pool.allowCoreThreadTimeOut(true);
            threads = VirtualThreads.on("margay-compute", pool).orElse(null);
        }

        void start(Runnable work) {
            if (threads == null) {
                pool.execute(work);
            } else {
                threads.newThread(work).start();
            }
        }
    }
}
