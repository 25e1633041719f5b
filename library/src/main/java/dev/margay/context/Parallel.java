package dev.margay.context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Runs several pieces of work at once, each on a virtual thread with the caller's [Call].
///
/// Stands where structured concurrency will stand once it is final (JEP 505 and its successors). The first failure
/// interrupts the others and is thrown; all threads have ended when the method returns.
public final class Parallel {

    private Parallel() {}

    /// All results, in the order of the work.
    ///
    /// @throws DeadlineExceededException when the call's deadline passes first
    /// @throws CancelledException when the call is cancelled first
    public static <T> List<T> all(List<? extends Callable<? extends T>> work) throws Exception {
        var call = Call.currentOrNew();
        return call.cancellation().interruptible(() -> allWithin(call, work));
    }

    private static <T> List<T> allWithin(Call call, List<? extends Callable<? extends T>> work) throws Exception {
        var started = new ArrayList<Future<T>>(work.size());
        try (var threads = Executors.newThreadPerTaskExecutor(VirtualThreads.onJdk("parallel"))) {
            var done = new ExecutorCompletionService<T>(threads);
            try {
                work.forEach(one -> started.add(done.submit(() -> call.run(one::call))));
                for (int i = 0; i < work.size(); i++) {
                    var next = done.poll(call.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
                    if (next == null) {
                        throw new DeadlineExceededException("the deadline passed before all parallel work was done");
                    }
                    next.get();
                }
            } catch (ExecutionException e) {
                throw Failures.cause(e);
            } finally {
                started.forEach(future -> future.cancel(true));
            }
        }
        var results = new ArrayList<T>(work.size());
        for (var future : started) {
            results.add(future.resultNow());
        }
        return results;
    }
}
