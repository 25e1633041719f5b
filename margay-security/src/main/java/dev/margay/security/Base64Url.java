package dev.margay.security;

import java.util.Base64;

/// The strict reading of base64url without padding (RFC 7515 section 2).
///
/// Decoders commonly skip foreign characters and ignore the unused bits of the last one, so several texts stand for the
/// same bytes. Here exactly one does.
final class Base64Url {

    private Base64Url() {}

    /// Whether the text is the one and only form of some bytes, maybe none.
    static boolean canonical(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!inAlphabet(text.charAt(i))) {
                return false;
            }
        }
        return switch (text.length() % 4) {
            case 0 -> true;
            case 2 -> unusedBitsAreZero(text, 0b1111);
            case 3 -> unusedBitsAreZero(text, 0b11);
            default -> false;
        };
    }

    private static boolean inAlphabet(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static boolean unusedBitsAreZero(String text, int unused) {
        // Padded with a zero digit before it, the last character decodes to its own six bits.
        var last = Base64.getUrlDecoder().decode("AAA" + text.charAt(text.length() - 1));
        return (last[2] & unused) == 0;
    }
}
