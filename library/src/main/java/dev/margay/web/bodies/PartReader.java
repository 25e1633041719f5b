package dev.margay.web.bodies;

import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Finds the boundaries in a multipart body (RFC 2046 section 5.1.1) while it is read, through one small
/// buffer.
///
/// Lines end in CRLF and nothing else. What follows a boundary that is no end, blanks aside, is
/// malformed: so no part can hide in what another reader takes for content.
final class PartReader {

    private static final int BUFFER = 16 << 10;
    private static final int MOST_AROUND = 8 << 10;

    private final InputStream source;
    private final byte[] delimiter;
    private final long most;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private int clear; // up to here the buffer holds content and no boundary
    private long total;

    /// @param most bytes in all
    PartReader(InputStream source, String boundary, long most) {
        this.source = source;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.most = most;
        buffer[0] = '\r'; // as if an empty line came first: the first boundary needs none
        buffer[1] = '\n';
        end = 2;
    }

    static ProblemException malformed(String expected) {
        return Problem.of(
                        400,
                        "MalformedMultipart",
                        "The multipart body is malformed (expected: %s).".formatted(expected))
                .exception();
    }

    /// Reads what stands before the first boundary and is no part.
    void begin() throws IOException {
        var dropped = new byte[1_024];
        int count = 0;
        for (int read = read(dropped, 0, dropped.length); read >= 0; read = read(dropped, 0, dropped.length)) {
            count += read;
            if (count > MOST_AROUND) {
                throw malformed("the first boundary within %d bytes".formatted(MOST_AROUND));
            }
        }
    }

    /// Refuses a part that ends before its content can begin: readers differ in what that means.
    void beginContent() throws IOException {
        int dashed = delimiter.length - 2;
        boolean more = true;
        while (more && end - at < dashed) {
            more = fill();
        }
        if (end - at >= dashed && Arrays.equals(buffer, at, at + dashed, delimiter, 2, delimiter.length)) {
            throw malformed("a line break before each boundary, beside the one after the headers");
        }
    }

    /// Content up to the next boundary; -1 once that is reached.
    int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (clear <= at && !content()) {
            return -1;
        }
        int count = Math.min(length, clear - at);
        System.arraycopy(buffer, at, target, from, count);
        at += count;
        return count;
    }

    /// Looks for content until there is some, or the boundary is next.
    private boolean content() throws IOException {
        clear = at;
        while (true) {
            while (clear < end && (buffer[clear] != '\r' || !isBoundary(clear))) {
                clear++;
            }
            if (clear > at) {
                return true;
            }
            if (end - at >= delimiter.length) {
                return false;
            }
            if (!fill()) {
                throw malformed("a last boundary at its end");
            }
        }
    }

    /// Whether the boundary stands at this place, or may, as far as the buffer goes.
    private boolean isBoundary(int place) {
        int length = Math.min(delimiter.length, end - place);
        return Arrays.equals(buffer, place, place + length, delimiter, 0, length);
    }

    /// Passes the boundary that was reached.
    ///
    /// @return false if it was the last
    boolean next() throws IOException {
        at += delimiter.length;
        int first = one();
        if (first == '-') {
            expect('-', "-- after the last boundary");
            end();
            return false;
        }
        while (first == ' ' || first == '\t') {
            first = one();
        }
        if (first != '\r') {
            throw malformed("a line break after each boundary");
        }
        expect('\n', "a line break after each boundary");
        return true;
    }

    /// A line without its end.
    ///
    /// @param longest bytes it may have
    String line(int longest) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int one = one(); one != '\r'; one = one()) {
            if (one == '\n' || one == 0) {
                throw malformed("CRLF after each header of a part");
            }
            line.write(one);
            if (line.size() > longest) {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
        }
        expect('\n', "CRLF after each header of a part");
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// Reads what stands after the last boundary and means nothing, so that all of the body was taken.
    private void end() throws IOException {
        int count = end - at;
        at = end;
        while (fill()) {
            count += end - at;
            at = end;
            if (count > MOST_AROUND) {
                throw malformed("at most %d bytes after the last boundary".formatted(MOST_AROUND));
            }
        }
    }

    private void expect(char letter, String expected) throws IOException {
        if (one() != letter) {
            throw malformed(expected);
        }
    }

    private int one() throws IOException {
        if (at == end && !fill()) {
            throw malformed("a last boundary at its end");
        }
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        clear = Math.max(0, clear - at);
        end -= at;
        at = 0;
        int count = source.read(buffer, end, BUFFER - end);
        total += Math.max(0, count);
        if (total > most) {
            throw Problem.tooLarge(most).exception();
        }
        end += Math.max(0, count);
        return count > 0;
    }
}
