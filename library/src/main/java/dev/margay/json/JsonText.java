package dev.margay.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// What a parser of JSON lets through although the text is broken: one pass over the bytes before it parses.
///
/// The parser guesses at UTF-16 and UTF-32, and takes over-long sequences, encoded surrogates and escapes of half a
/// surrogate pair. JSON between systems is UTF-8 (RFC 8259 section 8.1) and half a pair is not text (section 8.2).
final class JsonText {

    private JsonText() {}

    static void check(byte[] text) {
        boolean ascii = true;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (b > 0 && b != '\\') {
                continue;
            }
            if (b == '\\') {
                i = afterEscape(text, i);
            } else if (b == 0) {
                throw refused("a NUL byte (expected: JSON text in UTF-8)", text, i);
            } else {
                ascii = false;
            }
        }
        if (!ascii) {
            checkUtf8(text);
        }
    }

    /// The place of the last byte of the escape that begins here.
    private static int afterEscape(byte[] text, int at) {
        int first = unit(text, at);
        if (first < 0) {
            return at + 1;
        }
        if (!Character.isSurrogate((char) first)) {
            return at + 5;
        }
        int second = unit(text, at + 6);
        if (Character.isLowSurrogate((char) first) || second < 0 || !Character.isLowSurrogate((char) second)) {
            throw refused("half a surrogate pair (expected: both halves)", text, at);
        }
        return at + 11;
    }

    /// The UTF-16 unit of the escape `\\uXXXX` here, or -1 if there is none.
    private static int unit(byte[] text, int at) {
        if (at + 5 >= text.length || text[at] != '\\' || text[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static void checkUtf8(byte[] text) {
        var bytes = ByteBuffer.wrap(text);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var characters = CharBuffer.allocate(Math.min(text.length, 4_096));
        while (true) {
            var step = decoder.decode(bytes, characters, true);
            if (step.isError()) {
                throw refused("a byte that is not UTF-8 (expected: JSON text in UTF-8)", text, bytes.position());
            }
            if (step.isUnderflow()) {
                return;
            }
            characters.clear();
        }
    }

    private static JsonException refused(String what, byte[] text, int at) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new JsonException(Explanation.at(what, line, at - lineStart + 1), "", null);
    }
}
