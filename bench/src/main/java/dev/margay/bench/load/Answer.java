package dev.margay.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/// Just enough of HTTP/1.1 to see where an answer ends, given that nothing follows it. One thread at a time.
final class Answer {
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED_END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer bytes;

    Answer(int largest) {
        bytes = ByteBuffer.allocate(largest);
    }

    /// Reads once; true when the answer is whole.
    boolean read(ReadableByteChannel channel) throws IOException {
        if (!bytes.hasRemaining()) {
            throw new IOException("an answer of more than " + bytes.capacity() + " bytes (expected: a greeting)");
        }
        if (channel.read(bytes) < 0) {
            throw new EOFException("the server closed a connection (expected: keep-alive)");
        }
        return isWhole();
    }

    boolean isOk() {
        return bytes.position() > 12 && bytes.get(9) == '2' && bytes.get(10) == '0' && bytes.get(11) == '0';
    }

    void clear() {
        bytes.clear();
    }

    private boolean isWhole() {
        var head = headEnd();
        if (head < 0) {
            return false;
        }
        var length = declaredLength(head);
        return length >= 0 ? bytes.position() >= head + length : endsWithLastChunk(head);
    }

    /// The index after the blank line, or -1.
    private int headEnd() {
        for (var i = 3; i < bytes.position(); i++) {
            if (bytes.get(i) == '\n' && bytes.get(i - 1) == '\r' && bytes.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int declaredLength(int head) {
        for (var at = 0; at < head - LENGTH.length; at++) {
            if (matches(at)) {
                return number(at + LENGTH.length);
            }
        }
        return -1;
    }

    private boolean matches(int at) {
        for (var i = 0; i < LENGTH.length; i++) {
            var read = bytes.get(at + i);
            var lower = read >= 'A' && read <= 'Z' ? read + 32 : read;
            if (lower != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        var number = 0;
        for (var i = at; bytes.get(i) != '\r'; i++) {
            if (bytes.get(i) != ' ') {
                number = number * 10 + bytes.get(i) - '0';
            }
        }
        return number;
    }

    private boolean endsWithLastChunk(int head) {
        if (bytes.position() < head + CHUNKED_END.length) {
            return false;
        }
        for (var i = 0; i < CHUNKED_END.length; i++) {
            if (bytes.get(bytes.position() - CHUNKED_END.length + i) != CHUNKED_END[i]) {
                return false;
            }
        }
        return true;
    }
}
