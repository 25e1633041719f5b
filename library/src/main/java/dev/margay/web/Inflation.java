package dev.margay.web;

import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Expands gzip (RFC 1952) or zlib data (RFC 1950) while it is read, and takes nothing but all of it, intact.
///
/// The JDK's reader of gzip stops without a word where a second member is malformed, and misses one that has
/// not arrived yet: there a sender believes that everything was read. Here both are a problem of status 400.
final class Inflation extends InputStream {

    private static final int PIECE = 8 << 10;
    private static final int DEFLATED = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream source;
    private final boolean gzip;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] piece = new byte[PIECE];
    private int at;
    private int end;
    private boolean begun;
    private boolean inside; // a member, between its head and its end
    private boolean over;

    private Inflation(InputStream source, boolean gzip) {
        this.source = source;
        this.gzip = gzip;
        this.inflater = new Inflater(gzip);
    }

    /// One or more members, one after the other.
    static InputStream ofGzip(InputStream source) {
        return new Inflation(source, true);
    }

    static InputStream ofZlib(InputStream source) {
        return new Inflation(source, false);
    }

    /// For data that is not what its coding says.
    static Problem malformed(String coding, String expected) {
        return Problem.of(
                400, "MalformedContent", "The body is malformed (expected: %s data, %s).".formatted(coding, expected));
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
        while (inside || begins()) {
            int count = inflate(target, from, length);
            if (count > 0) {
                return count;
            }
        }
        return -1;
    }

    /// Goes to the data of the next member, if there is one.
    private boolean begins() throws IOException {
        if (over) {
            return false;
        }
        if (at == end && !fill()) {
            if (!begun) {
                throw wrong("not empty");
            }
            close();
            return false;
        }
        if (begun && !gzip) {
            throw wrong("nothing after its end");
        }
        if (gzip) {
            head();
            crc.reset();
        }
        inflater.reset();
        begun = true;
        inside = true;
        return true;
    }

    private int inflate(byte[] target, int from, int length) throws IOException {
        if (inflater.needsInput()) {
            if (at == end && !fill()) {
                throw brokenOff();
            }
            inflater.setInput(piece, at, end - at);
            at = end;
        }
        int count;
        try {
            count = inflater.inflate(target, from, length);
        } catch (DataFormatException e) {
            throw malformed(coding(), "intact").exception(e);
        }
        if (inflater.needsDictionary()) {
            throw wrong("without a dictionary");
        }
        if (gzip) {
            crc.update(target, from, count);
        }
        if (inflater.finished()) {
            at = end - inflater.getRemaining();
            inside = false;
            if (gzip) {
                tail();
            }
        }
        return count;
    }

    private void head() throws IOException {
        crc.reset();
        if (next() != 0x1f || next() != 0x8b || next() != DEFLATED) {
            throw wrong("beginning with 1f 8b 08");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw wrong("no reserved flags");
        }
        skip(6); // when, how and where it was made
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            int expected = (int) crc.getValue() & 0xffff;
            if ((next() | next() << 8) != expected) {
                throw wrong("intact");
            }
        }
    }

    private void tail() throws IOException {
        long expected = crc.getValue();
        if (number() != expected || number() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw wrong("intact");
        }
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int letter = next();
        while (letter != 0) {
            letter = next();
        }
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw brokenOff();
        }
        int one = piece[at++] & 0xff;
        crc.update(one);
        return one;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, source.read(piece, 0, PIECE));
        return end > 0;
    }

    private ProblemException brokenOff() {
        return wrong("to their end");
    }

    private ProblemException wrong(String expected) {
        return malformed(coding(), expected).exception();
    }

    private String coding() {
        return gzip ? "gzip" : "zlib";
    }

    @Override
    public void close() throws IOException {
        over = true;
        inside = false;
        inflater.end();
        source.close();
    }
}
