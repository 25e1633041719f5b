package dev.margay.observe;

import dev.margay.context.VirtualThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether a service is alive and ready: named checks, asked at most once a second. Safe for many threads.
///
/// A check runs on a thread of its own and has two seconds; one that hangs is down, and is not started again before it
/// ended.
public final class Health {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long FRESH_NANOS = 1_000_000_000;

    private final Map<String, Probe> probes = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<?>> details = new ConcurrentSkipListMap<>();
    private final ThreadFactory threads = VirtualThreads.onJdk("health");
    private final LongSupplier nanoClock;
    private volatile boolean draining;

    public Health() {
        this(System::nanoTime);
    }

    Health(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// Returns when all is well, throws when it is not.
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /// The state of a check, or of all.
    public enum Status {
        UP,
        DOWN
    }

    /// What one check found.
    ///
    /// @param reason why it is down; empty when it is up
    public record Finding(Status status, String reason, Duration took) {}

    /// Adds a check to readiness.
    public void add(String name, Check check) {
        if (probes.putIfAbsent(name, new Probe(check)) != null) {
            throw new IllegalArgumentException("health check '%s' (expected: each name once)".formatted(name));
        }
    }

    /// Adds something that is worth knowing and neither good nor bad.
    public void detail(String name, Supplier<?> what) {
        details.put(name, what);
    }

    /// What is worth knowing, by name.
    Map<String, Object> details() {
        var known = new LinkedHashMap<String, Object>();
        details.forEach((name, what) -> known.put(name, what.get()));
        return known;
    }

    /// From now on not ready: the service is stopping.
    public void drain() {
        draining = true;
    }

    public boolean draining() {
        return draining;
    }

    /// Up if no check is down and the service is not stopping.
    public Status readiness() {
        return draining ? Status.DOWN : worst(findings().values());
    }

    /// What each check found, by name.
    public Map<String, Finding> findings() {
        var started = new LinkedHashMap<String, FutureTask<Finding>>();
        long now = nanoClock.getAsLong();
        probes.forEach((name, probe) -> started.put(name, probe.ask(now)));
        var findings = new LinkedHashMap<String, Finding>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        started.forEach((name, task) -> findings.put(name, await(task, end)));
        return findings;
    }

    static Status worst(Collection<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.status() == Status.DOWN) ? Status.DOWN : Status.UP;
    }

    private static Finding await(FutureTask<Finding> task, long endNanos) {
        try {
            return task.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Finding(Status.DOWN, "no answer within " + PATIENCE.toSeconds() + " s", PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding(Status.DOWN, "interrupted", Duration.ZERO);
        } catch (ExecutionException e) {
            return new Finding(Status.DOWN, String.valueOf(e.getCause()), Duration.ZERO);
        }
    }

    /// One check and its last run.
    private final class Probe {

        private final Check check;
        private @Nullable FutureTask<Finding> last;
        private long startedNanos;

        Probe(Check check) {
            this.check = check;
        }

        synchronized FutureTask<Finding> ask(long now) {
            if (last != null && (!last.isDone() || now - startedNanos < FRESH_NANOS)) {
                return last;
            }
            var task = new FutureTask<>(this::run);
            last = task;
            startedNanos = now;
            threads.newThread(task).start();
            return task;
        }

        private Finding run() {
            long begin = System.nanoTime();
            try {
                check.run();
                return new Finding(Status.UP, "", Duration.ofNanos(System.nanoTime() - begin));
            } catch (Exception | LinkageError e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                return new Finding(Status.DOWN, String.valueOf(e), Duration.ofNanos(System.nanoTime() - begin));
            }
        }
    }
}
