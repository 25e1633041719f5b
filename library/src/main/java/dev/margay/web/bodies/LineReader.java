package dev.margay.web.bodies;

import dev.margay.http.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Lines of a body as they arrive, those with nothing in them left out.
final class LineReader {

    private static final int BUFFER = 16 << 10;

    private final InputStream source;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long number;

    /// @param longest bytes in one line
    LineReader(InputStream source, int longest) {
        if (longest < 1) {
            throw new IllegalArgumentException("longest line: %d (expected: >= 1)".formatted(longest));
        }
        this.source = source;
        this.longest = longest;
    }

    /// Number of the line that was read last, beginning with 1.
    long number() {
        return number;
    }

    /// The next line without its end; null if there is none.
    byte @Nullable [] next() throws IOException {
        while (at < end || fill()) {
            number++;
            byte[] line = line();
            if (!isBlank(line)) {
                return line;
            }
        }
        return null;
    }

    private byte[] line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (at < end || fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.size() + at - from > longest) {
                throw Problem.of(
                                413,
                                "ContentTooLarge",
                                "Line %d is too long (expected: at most %d bytes).".formatted(number, longest))
                        .exception();
            }
            line.write(buffer, from, at - from);
            if (at < end) {
                at++;
                break;
            }
        }
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, source.read(buffer, 0, BUFFER));
        return end > 0;
    }
}
