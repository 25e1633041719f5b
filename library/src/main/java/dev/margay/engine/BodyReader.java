package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A body as it arrives: the loop puts pieces in, one thread takes them out and waits for more.
///
/// No lock: the loop never waits for a reader. When 64 KiB lie unread the source is told to pause, and to go on when
/// half of them are read.
@SuppressWarnings("ReferenceEquality") // the end is one certain array, no content
final class BodyReader extends InputStream {

    private static final int MOST_QUEUED = 64 << 10;
    private static final byte[] END = new byte[0];

    /// Where the pieces come from.
    interface Source {
        /// Any thread: a reader waits for the first of it.
        default void wanted() {}

        /// On the loop.
        void pause();

        /// On the loop.
        void resume();

        /// Any thread: runs the task on the loop.
        void onLoop(Runnable task);

        /// Any thread: the rest is not wanted.
        void close();
    }

    /// What a reader is told when nothing arrives for too long.
    interface Late {
        RuntimeException exception();
    }

    private final Source source;
    private final LongSupplier patienceNanos;
    private final Late late;
    private final Queue<byte[]> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private boolean paused; // the loop's
    private volatile @Nullable Thread waiting;
    private volatile @Nullable IOException broken;
    private byte[] piece = new byte[0];
    private int at;
    private boolean wanted;
    private boolean ended;

    /// @param patienceNanos how long to wait for the next piece, asked anew after each 64 KiB
    BodyReader(Source source, LongSupplier patienceNanos, Late late) {
        this.source = source;
        this.patienceNanos = patienceNanos;
        this.late = late;
    }

    /// On the loop.
    void add(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        pieces.add(bytes);
        if (queued.addAndGet(bytes.length) > MOST_QUEUED && !paused) {
            paused = true;
            source.pause();
        }
        LockSupport.unpark(waiting);
    }

    /// On the loop: that was all.
    void end() {
        pieces.add(END);
        LockSupport.unpark(waiting);
    }

    /// Any thread: no more will come. What has arrived can still be read.
    void fail(String why) {
        if (broken == null) {
            broken = new IOException(why);
        }
        LockSupport.unpark(waiting);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (at == piece.length && !next()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, from, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return piece.length - at;
    }

    @Override
    public void close() {
        if (!ended) {
            source.close();
        }
    }

    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        var taken = pieces.poll();
        if (taken == null) {
            taken = await();
        }
        if (taken == END) {
            ended = true;
            return false;
        }
        piece = taken;
        at = 0;
        int left = queued.addAndGet(-taken.length);
        if (left < MOST_QUEUED / 2 && left + taken.length >= MOST_QUEUED / 2) {
            source.onLoop(this::resume);
        }
        return true;
    }

    private void resume() {
        if (paused && queued.get() < MOST_QUEUED / 2) {
            paused = false;
            source.resume();
        }
    }

    private byte[] await() throws IOException {
        if (!wanted) {
            wanted = true;
            source.wanted();
        }
        try {
            var call = Call.current().orElse(null);
            return call == null ? park() : call.cancellation().interruptible(this::park);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for a body", e);
        } catch (Exception e) {
            throw new IOException("waiting for a body failed", e);
        }
    }

    private byte[] park() throws IOException, InterruptedException {
        waiting = Thread.currentThread();
        try {
            long end = System.nanoTime() + patienceNanos.getAsLong();
            while (true) {
                var taken = pieces.poll();
                if (taken != null) {
                    return taken;
                }
                var failure = broken;
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw late.exception();
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            waiting = null;
        }
    }
}
