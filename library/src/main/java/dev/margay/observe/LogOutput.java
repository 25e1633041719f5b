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
            naps = drain() ? 0 : naps + 1;
            if (naps < NAPS_BEFORE_SLEEP) {
                LockSupport.parkNanos(this, NAP_NANOS);
            } else {
                sleep();
            }
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
                if (format == LogFormat.JSON) {
                    line.writeJson(buffer);
                } else {
                    line.writeText(buffer);
                }
                buffer.endLine();
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

    private void write() {
        try {
            buffer.drainTo(target);
            target.flush();
        } catch (IOException e) {
            // nowhere is left to say it: standard output is closed
            buffer.clear();
        }
    }
}
