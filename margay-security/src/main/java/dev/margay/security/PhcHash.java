package dev.margay.security;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password hash that names its own algorithm, cost and salt: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// The format is the PHC string format: standard base64 without padding, decimal numbers without leading zeros. Only
/// Argon2id version 1.3 (19) is read. Immutable.
final class PhcHash {

    private static final int MOST_CHARACTERS = 256;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=([1-9]\\d{0,6}),t=([1-9]\\d{0,2}),"
            + "p=([1-9]\\d{0,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    PhcHash(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt.clone();
        this.hash = hash.clone();
    }

    static PhcHash compute(Argon2Cost cost, byte[] salt, byte[] password) {
        return new PhcHash(cost, salt, argon2id(cost, salt, password, HASH_BYTES));
    }

    /// @throws IllegalArgumentException for another format, or a cost beyond the bounds of [Argon2Cost]
    static PhcHash parse(String text) {
        var parts = FORM.matcher(text.length() <= MOST_CHARACTERS ? text : "");
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "password hash of %d characters (expected: $argon2id$v=19$m=..,t=..,p=..$salt$hash)"
                            .formatted(text.length()));
        }
        var cost = new Argon2Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        var decoder = Base64.getDecoder();
        return new PhcHash(cost, decoder.decode(parts.group(4)), decoder.decode(parts.group(5)));
    }

    Argon2Cost cost() {
        return cost;
    }

    /// Takes as long whether or not, and wherever, the hashes differ.
    boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, argon2id(cost, salt, password, hash.length));
    }

    String text() {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.iterations(),
                        cost.lanes(),
                        ENCODER.encodeToString(salt),
                        ENCODER.encodeToString(hash));
    }

    private static byte[] argon2id(Argon2Cost cost, byte[] salt, byte[] password, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        var hash = new byte[length];
        generator.generateBytes(password, hash);
        return hash;
    }

    @Override
    public String toString() {
        return "PhcHash[" + cost + ", hidden]";
    }
}
