package dev.margay.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for something that another thread or process brings about, never longer than it must.
public final class Eventually {

    private static final long PAUSE_NANOS = 2_000_000;

    private Eventually() {}

    /// Repeats the check until it passes; within ten seconds.
    public static void eventually(Check check) {
        within(Duration.ofSeconds(10), check);
    }

    /// Repeats the check until it passes; after the limit its last failure is thrown.
    public static void within(Duration limit, Check check) {
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (Exception | AssertionError e) {
                if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new AssertionError("not within %s: %s".formatted(limit, e.getMessage()), e);
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// An assertion; failing means "not yet".
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }
}
