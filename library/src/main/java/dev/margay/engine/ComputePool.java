package dev.margay.engine;

import dev.margay.context.VirtualThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Where routes that compute for long run: virtual threads over few platform threads of their own.
///
/// One processor fewer than the machine has, so that the loops keep one; its queue is bounded by the requests that may
/// be in progress. Where virtual threads cannot have a scheduler of ours, the work runs on the pool's threads as it is.
final class ComputePool {

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
