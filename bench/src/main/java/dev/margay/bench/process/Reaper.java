package dev.margay.bench.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Sees to it that no process started here outlives the harness, whichever way that ends.
final class Reaper {
    private static final long GRACE_SECONDS = 5;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "reaper"));
    }

    private Reaper() {}

    /// The process ends when the lease is closed: asked first, then killed.
    static Lease watch(Process process) {
        RUNNING.add(process);
        return () -> {
            end(process);
            RUNNING.remove(process);
        };
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// A running process that is to end.
    interface Lease extends AutoCloseable {
        @Override
        void close();
    }
}
