package dev.margay.context;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The name that one call keeps through all services and logs. Immutable.
///
/// Over HTTP it is the header `X-Request-ID`. An id made here is 32 lower-case hexadecimal digits (128 random bits).
///
/// @param value 1 to 128 characters of `A-Z a-z 0-9 . _ : -`
public record CorrelationId(String value) {

    private static final int MAX_LENGTH = 128;
    private static final boolean[] ALLOWED = allowed();
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    public CorrelationId {
        if (!sane(value)) {
            throw new IllegalArgumentException("correlation id of %d characters (expected: 1 to %d of A-Za-z0-9._:-)"
                    .formatted(value.length(), MAX_LENGTH));
        }
    }

    /// A new random id.
    public static CorrelationId random() {
        var random = ThreadLocalRandom.current();
        var text = new byte[32];
        hex(random.nextLong(), text, 0);
        hex(random.nextLong(), text, 16);
        return new CorrelationId(new String(text, StandardCharsets.ISO_8859_1));
    }

    /// The id a stranger sent, or empty if it is not sane enough to be logged and passed on.
    public static Optional<CorrelationId> parse(String text) {
        return sane(text) ? Optional.of(new CorrelationId(text)) : Optional.empty();
    }

    private static boolean sane(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ALLOWED.length || !ALLOWED[c]) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] allowed() {
        var allowed = new boolean[128];
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:"
                .chars()
                .forEach(c -> allowed[c] = true);
        return allowed;
    }

    static void hex(long bits, byte[] target, int from) {
        for (int i = 15; i >= 0; i--) {
            target[from + 15 - i] = DIGITS[(int) (bits >>> (i * 4)) & 0xf];
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
