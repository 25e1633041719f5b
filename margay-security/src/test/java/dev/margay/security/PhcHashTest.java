package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhcHashTest {

    private static final byte[] PASSWORD = "password".getBytes(StandardCharsets.UTF_8);
    private static final String SOMESALT = "$c29tZXNhbHQ$";

    /// Vectors of the reference implementation's own tests.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void theReferenceImplementationsHashesAreReproduced(String vector) {
        var hash = PhcHash.parse(vector);

        assertThat(hash.matches(PASSWORD)).isTrue();
        assertThat(hash.matches("differentpassword".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(hash.text()).isEqualTo(vector);
    }

    @Test
    void theHashOfAKnownSaltIsWrittenInTheReferenceForm() {
        var hash = PhcHash.compute(new Argon2Cost(256, 2, 1), "somesalt".getBytes(StandardCharsets.UTF_8), PASSWORD);

        assertThat(hash.text())
                .isEqualTo("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
    }

    /// RFC 9106 section 5.3: with a secret and associated data, which a password hash has not.
    @Test
    void theLibraryReproducesTheVectorOfTheRfc() {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build());
        var tag = new byte[32];

        generator.generateBytes(filled(32, 1), tag);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$",
                "password",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=0256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$t=2,m=256,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=-2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$c2hvcnQ",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4 ",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=\n",
                "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
            })
    void anotherFormatIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PhcHash.parse(text));
    }

    @Test
    void aHugeTextIsRefusedWithoutBeingShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhcHash.parse("$argon2id$".repeat(100_000)))
                .withMessageContaining("1000000 characters")
                .withMessageNotContaining("argon2id$$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=131073,t=2,p=1",
                "m=9999999,t=2,p=1",
                "m=256,t=11,p=1",
                "m=256,t=999,p=1",
                "m=256,t=2,p=5",
                "m=256,t=2,p=255",
                "m=7,t=2,p=1",
                "m=31,t=2,p=4"
            })
    void aCostBeyondTheBoundsIsRefusedWithoutBeingPaid(String cost) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhcHash.parse("$argon2id$v=19$" + cost + SOMESALT + "A".repeat(43)))
                .withMessageContaining("(expected: ");
    }

    @Test
    void theHashIsNotShown() {
        var hash = PhcHash.compute(new Argon2Cost(8, 1, 1), filled(16, 7), PASSWORD);

        assertThat(hash.toString()).contains("hidden").doesNotContain("BwcHBwcHBw");
    }

    private static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
