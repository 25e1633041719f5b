package dev.margay.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A random secret that means something only to its issuer, such as a refresh token: 256 bits in base64url. Immutable.
///
/// The issuer keeps [#hash()], never the text: a stolen table gives no tokens. A plain SHA-256 is enough because
/// nobody can guess 256 random bits; a password needs [Passwords].
///
/// @param text 43 characters of base64url
public record OpaqueToken(String text) {

    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    public OpaqueToken {
        if (!wellFormed(text)) {
            throw new IllegalArgumentException(
                    "opaque token of %d characters (expected: %d of base64url)".formatted(text.length(), CHARACTERS));
        }
    }

    public static OpaqueToken random(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new OpaqueToken(ENCODER.encodeToString(bytes));
    }

    /// The token a stranger sent, or empty if none can look like this.
    public static Optional<OpaqueToken> parse(String text) {
        return wellFormed(text) ? Optional.of(new OpaqueToken(text)) : Optional.empty();
    }

    /// What to keep and to look up by: the SHA-256 of the text, 64 lower-case hexadecimal digits.
    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Whether the kept hash is this token's; takes as long wherever they differ.
    public boolean matches(String kept) {
        return MessageDigest.isEqual(hash().getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean wellFormed(String text) {
        return text.length() == CHARACTERS && Base64Url.canonical(text);
    }

    @Override
    public String toString() {
        return "OpaqueToken[hidden]";
    }
}
