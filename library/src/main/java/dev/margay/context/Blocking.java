package dev.margay.context;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs code that holds its thread (files, name look-ups, native libraries, hashing) on bounded platform threads.
///
/// A virtual thread that runs such code holds its carrier, which is the event loop of its connection. The caller waits
/// here instead, until the work is done, its call is cancelled, or its deadline passes; work that has begun is not
/// interrupted (that would close files and sockets under it), it finishes unobserved. Safe for many threads.
public final class Blocking {

    private static final int THREADS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    private static final int WAITING = 4_096;
    private static final Blocking SHARED = bounded("margay-blocking", THREADS, WAITING);

    private final ThreadPoolExecutor pool;

    private Blocking(ThreadPoolExecutor pool) {
        this.pool = pool;
    }

    /// A pool of its own: at most so many daemon threads, at most so many calls waiting for one.
    public static Blocking bounded(String name, int threads, int waiting) {
        var factory = Thread.ofPlatform().name(name + "-", 0).daemon(true).factory();
        var pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), factory);
        pool.allowCoreThreadTimeOut(true);
        return new Blocking(pool);
    }

    /// Runs the work on the shared pool; see [#run(Callable)].
    public static <T> T call(Callable<T> work) throws Exception {
        return SHARED.run(work);
    }

    /// Runs the work on this pool with the current [Call], and waits for it.
    ///
    /// @throws RejectedExecutionException when too many calls wait already
    /// @throws DeadlineExceededException when the call's deadline passes first
    /// @throws CancelledException when the call is cancelled first
    public <T> T run(Callable<T> work) throws Exception {
        var call = Call.current().orElse(null);
        if (call == null) {
            return await(new FutureTask<>(work), Deadline.none());
        }
        var bound = new FutureTask<T>(() -> call.run(work));
        return call.cancellation().interruptible(() -> await(bound, call.deadline()));
    }

    private <T> T await(FutureTask<T> task, Deadline deadline) throws Exception {
        pool.execute(task);
        try {
            return task.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            pool.remove(task);
            throw new DeadlineExceededException("the deadline passed while waiting for blocking work", e);
        } catch (InterruptedException e) {
            pool.remove(task);
            throw e;
        } catch (ExecutionException e) {
            throw Failures.cause(e);
        }
    }
}
