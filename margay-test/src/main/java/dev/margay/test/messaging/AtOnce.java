package dev.margay.test.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// One of several steps that race with each other.
@FunctionalInterface
interface AtOnce<T> {

    T run(int number) throws Exception;

    /// What the step gave on each of so many threads that began it at the same time.
    static <T> List<T> atOnce(int threads, AtOnce<T> step) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var steps = IntStream.range(0, threads)
                    .mapToObj(i -> (Callable<T>) () -> {
                        start.await();
                        return step.run(i);
                    })
                    .toList();
            var results = new ArrayList<T>();
            for (var each : pool.invokeAll(steps)) {
                results.add(each.get());
            }
            return results;
        }
    }
}
