package dev.margay.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns INT, TERM and HUP into a wish to end that the main thread carries out, and the process's exit code into the
/// main thread's.
///
/// The JVM answers these signals by running the shutdown hooks and would then exit with 128 + signal. Our one hook
/// asks the main thread to finish, waits for its code and halts with it.
final class Signals {

    /// Longer than any orderly end takes; whoever is left then ends by the lifeline.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int NOT_FINISHED = 1;

    private final Stop stop = new Stop();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int code = NOT_FINISHED;

    private Signals() {}

    static Signals caught() {
        var signals = new Signals();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("signal").unstarted(signals::finish));
        return signals;
    }

    Stop stop() {
        return stop;
    }

    /// Ends the process. Does not return.
    void exit(int code) {
        this.code = code;
        finished.countDown();
        System.exit(code);
    }

    private void finish() {
        stop.request();
        try {
            finished.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
