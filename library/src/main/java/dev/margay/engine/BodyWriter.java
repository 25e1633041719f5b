package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A body as it is made: one thread writes, the loop sends. The writer waits while 256 KiB are on their way, until the
/// deadline of its call, and no longer than its patience lasts.
final class BodyWriter extends OutputStream {

    private static final int PIECE = 16 << 10;
    private static final int MOST_UNSENT = 256 << 10;

    /// Where the pieces go. Called on the writing thread.
    interface Sink {
        /// Sends the piece and calls [BodyWriter#sent] when the peer's side of the socket has taken it.
        void send(byte[] piece, BodyWriter writer);
    }

    private final Sink sink;
    private final Duration patience;
    private final Semaphore room = new Semaphore(MOST_UNSENT);
    private byte[] piece = new byte[PIECE];
    private int filled;
    private long sent;
    private volatile @Nullable String broken;

    /// @param patience with a peer that takes nothing
    BodyWriter(Sink sink, Duration patience) {
        this.sink = sink;
        this.patience = patience;
    }

    /// On the loop.
    void sent(int bytes) {
        room.release(bytes);
    }

    /// Any thread: nothing written from now on arrives.
    void fail(String why) {
        broken = why;
        room.release(MOST_UNSENT);
    }

    boolean isBroken() {
        return broken != null;
    }

    /// Bytes handed on so far.
    long count() {
        return sent;
    }

    /// What was written and not handed on.
    byte[] rest() {
        return Arrays.copyOf(piece, filled);
    }

    @Override
    public void write(int one) throws IOException {
        if (filled == PIECE) {
            flush();
        }
        piece[filled++] = (byte) one;
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, source.length);
        int at = from;
        int left = length;
        while (left > 0) {
            if (filled == PIECE) {
                flush();
            }
            int count = Math.min(left, PIECE - filled);
            System.arraycopy(source, at, piece, filled, count);
            filled += count;
            at += count;
            left -= count;
        }
    }

    @Override
    public void flush() throws IOException {
        check();
        if (filled == 0) {
            return;
        }
        if (!room.tryAcquire(filled)) {
            await(filled);
        }
        check();
        byte[] full = filled == PIECE ? piece : Arrays.copyOf(piece, filled);
        piece = filled == PIECE ? new byte[PIECE] : piece;
        sent += filled;
        filled = 0;
        sink.send(full, this);
    }

    private void check() throws IOException {
        String why = broken;
        if (why != null) {
            throw new IOException(why);
        }
    }

    private void await(int bytes) throws IOException {
        var call = Call.currentOrNew();
        long nanos = Math.min(patience.toNanos(), call.deadline().remainingNanos());
        boolean taken;
        try {
            taken = call.cancellation().interruptible(() -> room.tryAcquire(bytes, nanos, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while a body was sent", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("waiting to send a body failed", e);
        }
        if (!taken) {
            throw new IOException("the peer took nothing of the body in %d ms".formatted(nanos / 1_000_000));
        }
    }
}
