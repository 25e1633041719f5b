package dev.margay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One program as a child process: started, watched, started again when it dies, stopped. Safe for many threads.
///
/// A thread of its own runs through start, wait and restart until the child is to stop; after that no process is
/// started.
final class Child {

    private static final Duration POLL = Duration.ofMillis(50);
    /// A Ctrl-C reaches the children at the same moment as us: wait for that news before calling a death unexpected.
    private static final Duration NEWS = Duration.ofMillis(100);

    private static final int SIGNALLED = 128;

    private final Program program;
    private final Home home;
    private final Restarts restarts;
    private final Console console;
    private final Stop stop = new Stop();
    private final Thread keeper;

    private @Nullable Process process;
    private volatile boolean ready;
    private final AtomicInteger failedStarts = new AtomicInteger();

    Child(Program program, Home home, Restarts restarts, Console console) {
        this.program = program;
        this.home = home;
        this.restarts = restarts;
        this.console = console;
        this.keeper = Thread.ofPlatform().name("keeper of " + program.name()).unstarted(this::keep);
    }

    void start() {
        keeper.start();
    }

    Program program() {
        return program;
    }

    boolean ready() {
        return ready;
    }

    /// How often in a row it ended by itself without having been ready.
    int failedStarts() {
        return failedStarts.get();
    }

    /// The process that runs at this moment.
    synchronized Optional<Process> process() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    /// Forbids any further start.
    synchronized void retire() {
        stop.request();
    }

    /// Forbids any further start and asks the running process to end. Returns at once.
    ///
    /// Through its handle: that leaves its standard input open, whose end would say that we are dead.
    void stop() {
        retire();
        process().map(Process::toHandle).ifPresent(ProcessHandle::destroy);
    }

    /// Waits so long for the process to be gone, then kills it.
    void end(Duration limit) throws InterruptedException {
        var running = process();
        if (running.isPresent() && !running.get().waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            console.event("%s did not end within %s, killed".formatted(program.name(), Spans.shown(limit)));
            running.get().destroyForcibly().waitFor();
        }
        keeper.join();
    }

    private void keep() {
        try {
            int inRow = 0;
            for (int starts = 0; launched(); starts++) {
                var healthy = watch(starts);
                if (stop.within(NEWS)) {
                    break;
                }
                inRow = healthy.compareTo(restarts.healthy()) < 0 ? inRow : 0;
                var delay = restarts.delay(inRow++);
                console.event("%s %s; restart %d in %s"
                        .formatted(program.name(), lastWords(), starts + 1, Spans.shown(delay)));
                if (stop.within(delay)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget();
        }
    }

    /// Starts the process; false if it must not, because we are to stop.
    private synchronized boolean launched() {
        if (stop.requested()) {
            return false;
        }
        try {
            process = Launch.of(program, home);
            note(process);
        } catch (IOException e) {
            process = null;
            console.event("%s cannot be started: %s".formatted(program.name(), e.getMessage()));
        }
        return true;
    }

    /// Only a later `up` reads the file, should we be killed: without it the process is watched all the same.
    private void note(Process started) {
        try {
            PidFile.write(home.pidFile(program.name()), started.pid());
        } catch (UncheckedIOException e) {
            console.event("%s runs as pid %d, unnoted: %s".formatted(program.name(), started.pid(), shown(e)));
        }
    }

    private void forget() {
        try {
            PidFile.delete(home.pidFile(program.name()));
        } catch (UncheckedIOException e) {
            console.event("%s ended, yet: %s".formatted(program.name(), shown(e)));
        }
    }

    private static String shown(UncheckedIOException failure) {
        return "%s: %s".formatted(failure.getMessage(), failure.getCause());
    }

    /// Waits until the process has ended; says how long it was ready.
    private Duration watch(int restart) throws InterruptedException {
        var running = current();
        long started = System.nanoTime();
        while (running.isPresent() && !running.get().waitFor(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
            if (program.ready().ready()) {
                return watchReady(running.get(), Duration.ofNanos(System.nanoTime() - started), restart);
            }
        }
        failedStarts.incrementAndGet();
        return Duration.ZERO;
    }

    private Duration watchReady(Process running, Duration took, int restart) throws InterruptedException {
        long since = System.nanoTime();
        failedStarts.set(0);
        ready = true;
        if (restart > 0) {
            console.event("%s is back after %s (pid %d)".formatted(program.name(), Spans.shown(took), running.pid()));
        }
        running.waitFor();
        ready = false;
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private synchronized Optional<Process> current() {
        return Optional.ofNullable(process);
    }

    private String lastWords() {
        return current().map(ended -> "died (" + shown(ended.exitValue()) + ")").orElse("did not start");
    }

    private static String shown(int code) {
        return code > SIGNALLED ? "signal " + (code - SIGNALLED) : "exit code " + code;
    }
}
