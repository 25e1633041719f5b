package dev.margay.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Writes lines to standard output on a thread of its own, many at a time. Safe for many threads.
///
/// While lines come it looks for them every few milliseconds, so that those who log need not wake it; after a second
/// without any it sleeps until woken.
final class LogOutput {

    private static final int SIZE = 16_384;
    private static final int BATCH = 64 << 10;
    private static final long NAP_NANOS = 5_000_000;
    private static final int NAPS_BEFORE_SLEEP = 200;

    private final LineRing ring;
    private final OutputStream target;
    private final LineBuffer buffer = new LineBuffer();
    private volatile LogFormat format = LogFormat.TEXT;
    private volatile @Nullable Thread sleeping;
    private final Object writing = new Object();

    LogOutput(OutputStream target, LineRing ring) {
        this.target = target;
        this.ring = ring;
    }

    /// The one of this process, begun with its first line.
    static LogOutput standard() {
        return Standard.OUTPUT;
    }

    private static final class Standard {
        private static final LogOutput OUTPUT = new LogOutput(System.out, new LineRing(SIZE)).started();
    }

    LogOutput started() {
        Thread.ofPlatform().name("margay-log").daemon(true).start(this::run);
        return this;
    }

    void format(LogFormat kind) {
        format = kind;
    }

    boolean offer(Line line) {
        boolean taken = ring.offer(line);
        var writer = sleeping;
        if (writer != null) {
            LockSupport.unpark(writer);
        }
        return taken;
    }

    long dropped() {
        return ring.dropped();
    }

    /// Writes what was offered so far, on the caller's thread: before the process ends.
    void flush() {
        drain();
    }

    private void run() {
        int naps = 0;
        while (true) {
            naps = drained() ? 0 : naps + 1;
            if (naps < NAPS_BEFORE_SLEEP) {
                LockSupport.parkNanos(this, NAP_NANOS);
            } else {
                sleep();
            }
        }
    }

    /// Whatever happens, the thread goes on: nobody else writes what the program logs.
    private boolean drained() {
        try {
            return drain();
        } catch (RuntimeException | Error e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            return true;
        }
    }

    private void sleep() {
        sleeping = Thread.currentThread();
        if (ring.isEmpty()) {
            LockSupport.park(this);
        }
        sleeping = null;
    }

    private boolean drain() {
        synchronized (writing) {
            boolean any = false;
            for (var line = ring.poll(); line != null; line = ring.poll()) {
                any = true;
                add(line);
                if (buffer.length() >= BATCH) {
                    write();
                }
            }
            if (buffer.length() > 0) {
                write();
            }
            return any;
        }
    }

    /// A line holds objects of strangers, who may fail to say what they are: then a line that says so takes its place.
    private void add(Line line) {
        int begin = buffer.length();
        try {
            write(line);
        } catch (RuntimeException | Error e) {
            buffer.cutTo(begin);
            write(new LostLine(e.getClass().getName()));
        }
        buffer.endLine();
    }

    private void write(Line line) {
        if (format == LogFormat.JSON) {
            line.writeJson(buffer);
        } else {
            line.writeText(buffer);
        }
    }

    /// Stands for a line that could not be written.
    private record LostLine(String failure) implements Line {

        @Override
        public void writeJson(LineBuffer target) {
            target.text("{\"level\":\"ERROR\",\"logger\":\"dev.margay.observe.LogOutput\",\"message\":");
            target.quoted(text()).text("}");
        }

        @Override
        public void writeText(LineBuffer target) {
            target.text("ERROR LogOutput: ").text(text());
        }

        private String text() {
            return "a line could not be written, because one of its parts throws " + failure;
        }
    }

    private void write() {
        try {
            buffer.drainTo(target);
            target.flush();
        } catch (IOException | RuntimeException e) {
            // nowhere is left to say it: standard output is closed
            buffer.clear();
        }
    }
}
