package dev.margay.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// Bytes of log lines in the making. One thread at a time.
final class LineBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    private byte[] bytes = new byte[16_384];
    private int length;
    private long formattedSecond = Long.MIN_VALUE;
    private String second = "";

    int length() {
        return length;
    }

    void drainTo(OutputStream target) throws IOException {
        target.write(bytes, 0, length);
        length = 0;
    }

    void clear() {
        length = 0;
    }

    /// Takes back what was added since it was so long.
    void cutTo(int earlier) {
        length = earlier;
    }

    /// The text in UTF-8, without control characters: a stranger cannot forge a line.
    LineBuffer text(String text) {
        ensure(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                bytes[length++] = (byte) c;
            } else {
                i += unicode(text, i, c < ' ' || c == 0x7f ? '?' : c);
            }
        }
        return this;
    }

    /// The text in UTF-8 as it is, line breaks and all: for stack traces.
    LineBuffer block(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ensure(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /// The text as a JSON string with its quotes.
    LineBuffer quoted(String text) {
        ensure(text.length() * 6 + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            } else if (c >= ' ' && c < 0x7f) {
                bytes[length++] = (byte) c;
            } else if (c < ' ' || c == 0x7f) {
                escape(c);
            } else {
                i += unicode(text, i, c);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '\n' -> bytes[length++] = 'n';
            case '\t' -> bytes[length++] = 't';
            case '\r' -> bytes[length++] = 'r';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xf];
            }
        }
    }

    /// One character beyond ASCII; the number of places more than one that it took in the text.
    private int unicode(String text, int at, char c) {
        int point = c;
        int taken = 0;
        if (Character.isHighSurrogate(c) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))) {
            point = Character.toCodePoint(c, text.charAt(at + 1));
            taken = 1;
        } else if (Character.isSurrogate(c)) {
            point = '?';
        }
        if (point < 0x80) {
            bytes[length++] = (byte) point;
        } else if (point < 0x800) {
            bytes[length++] = (byte) (0xc0 | (point >> 6));
            bytes[length++] = (byte) (0x80 | (point & 0x3f));
        } else if (point < 0x10000) {
            bytes[length++] = (byte) (0xe0 | (point >> 12));
            bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (point & 0x3f));
        } else {
            bytes[length++] = (byte) (0xf0 | (point >> 18));
            bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (point & 0x3f));
        }
        return taken;
    }

    /// The moment as RFC 3339 in UTC with milliseconds.
    LineBuffer time(long epochMillis) {
        long whole = Math.floorDiv(epochMillis, 1_000L);
        if (whole != formattedSecond) {
            formattedSecond = whole;
            second = SECONDS.format(Instant.ofEpochSecond(whole));
        }
        int millis = (int) Math.floorMod(epochMillis, 1_000L);
        text(second);
        ensure(4);
        bytes[length++] = (byte) ('0' + millis / 100);
        bytes[length++] = (byte) ('0' + millis / 10 % 10);
        bytes[length++] = (byte) ('0' + millis % 10);
        bytes[length++] = 'Z';
        return this;
    }

    LineBuffer number(long number) {
        return text(Long.toString(number));
    }

    /// Nanoseconds as milliseconds with three decimals.
    LineBuffer millis(long nanos) {
        long micros = nanos / 1_000;
        number(micros / 1_000);
        int rest = (int) (micros % 1_000);
        ensure(4);
        bytes[length++] = '.';
        bytes[length++] = (byte) ('0' + rest / 100);
        bytes[length++] = (byte) ('0' + rest / 10 % 10);
        bytes[length++] = (byte) ('0' + rest % 10);
        return this;
    }

    void endLine() {
        ensure(1);
        bytes[length++] = '\n';
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
