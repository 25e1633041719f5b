package dev.margay.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One thread of a server that looks after its loops and passes on its events, so that no loop runs foreign code.
final class Watchdog implements Runnable {

    private static final long TICK_MILLIS = 10;
    private static final int MOST_EVENTS = 1_024;
    private static final List<String> FOREIGN = List.of(
            "java.",
            "jdk.",
            "sun.",
            "io.netty.",
            "io.vertx.",
            "dev.margay.context.",
            "dev.margay.engine.",
            "dev.margay.http.",
            "dev.margay.json.");

    private final Consumer<EngineEvent> listener;
    private final ArrayBlockingQueue<EngineEvent> events = new ArrayBlockingQueue<>(MOST_EVENTS);
    private final AtomicLong dropped = new AtomicLong();
    private final List<LoopScheduler> watched = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    Watchdog(Consumer<EngineEvent> listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("margay-watchdog").daemon(true).unstarted(this);
    }

    /// Before [#start()].
    void watch(LoopScheduler scheduler) {
        watched.add(scheduler);
    }

    void start() {
        thread.start();
    }

    /// The innermost frame of a thread that is neither the JDK's nor of what calls handlers, if it has any such.
    static String frame(@Nullable Thread thread) {
        var frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        for (var frame : frames) {
            if (FOREIGN.stream().noneMatch(frame.getClassName()::startsWith)) {
                return frame.toString();
            }
        }
        return frames.length == 0 ? "" : frames[0].toString();
    }

    /// Never blocks: an event too many is dropped and counted.
    void tell(EngineEvent event) {
        if (!events.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    /// Ends the thread once the events told so far are passed on.
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    @Override
    public void run() {
        while (!stopped || !events.isEmpty()) {
            try {
                var event = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                look();
                pass(event);
            } catch (InterruptedException _) {
                stopped = true; // nobody but the JVM's end interrupts this thread
            }
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (var scheduler : watched) {
            try {
                scheduler.look(now, this);
            } catch (RuntimeException | Error e) {
                report(e); // no thread to be had for a rescue, say
            }
        }
    }

    private void pass(@Nullable EngineEvent event) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            pass(new EngineEvent.EventsDropped(lost));
        }
        if (event != null) {
            try {
                listener.accept(event);
            } catch (RuntimeException | Error e) {
                report(e);
            }
        }
    }

    /// Neither a failing listener nor a failing look ends the watch; the JVM's handler for uncaught exceptions is told.
    private void report(Throwable failure) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
}
