package dev.margay.web;

import dev.margay.context.Blocking;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// So many bytes of a stream, each read of which runs off the event loop. For one thread at a time.
///
/// A read whose call was cancelled goes on unobserved; then it is that read that closes the stream, since
/// what is closed in the middle of a read may be in other hands already (the inflaters of jars are used
/// again).
final class OffLoopStream extends InputStream {

    private static final int PIECE = 64 << 10;

    private final InputStream content;
    private final String name;
    private long left;

    private boolean reading; // under the lock of this, as the next
    private boolean closed;

    /// @param name of what is read, for the error if it ends too early
    OffLoopStream(InputStream content, String name, long length) {
        this.content = content;
        this.name = name;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int most = (int) Math.min(length, left);
        int count;
        try {
            count = Blocking.call(() -> readNow(target, from, most));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("%s could not be read".formatted(name), e);
        }
        if (count < 0) {
            throw new IOException("%s ended %d bytes too early".formatted(name, left));
        }
        left -= count;
        return count;
    }

    /// In pieces larger than usual, for each is handed from thread to thread.
    @Override
    public long transferTo(OutputStream target) throws IOException {
        var piece = new byte[(int) Math.min(PIECE, left)];
        long before = left;
        for (int count = read(piece, 0, piece.length); count >= 0; count = read(piece, 0, piece.length)) {
            target.write(piece, 0, count);
        }
        return before;
    }

    private int readNow(byte[] target, int from, int most) throws IOException {
        synchronized (this) {
            if (closed) {
                throw new IOException("%s is closed".formatted(name));
            }
            reading = true;
        }
        try {
            return content.read(target, from, most);
        } finally {
            boolean last;
            synchronized (this) {
                reading = false;
                last = closed;
            }
            if (last) {
                content.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            if (reading) {
                return;
            }
        }
        content.close();
    }
}
