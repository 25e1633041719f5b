package dev.margay.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Percent-decoding (RFC 3986 section 2.1) that refuses what it cannot decode instead of guessing.
final class Percent {

    private Percent() {}

    /// Decodes a path segment: `+` stays.
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : decoded(text, false);
    }

    /// Decodes a name or value of a form: `+` is a space.
    static String decodeForm(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decoded(text, true);
    }

    /// The text as a reference that no reader takes for another: what an address must not hold is encoded.
    static String reference(String text) {
        var encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c > ' ' && c < 0x7f && "\\\"<>^`{|}".indexOf(c) < 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                encoded.append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
        return encoded.toString();
    }

    private static String decoded(String text, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(octet(text, i));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(text, e);
        }
    }

    private static int octet(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw refused(text, null);
        }
        return high << 4 | low;
    }

    private static ProblemException refused(String text, @Nullable Exception cause) {
        var problem = Problem.badRequest("'%s' (expected: percent-encoded UTF-8)".formatted(Shown.of(text)));
        return cause == null ? problem.exception() : problem.exception(cause);
    }
}
