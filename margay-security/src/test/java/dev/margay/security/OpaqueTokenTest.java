package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpaqueTokenTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void itIs256RandomBitsInBase64url() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            var token = OpaqueToken.random(random);
            assertThat(token.text()).hasSize(43).matches("[A-Za-z0-9_-]+");
            seen.add(token.text());
        }

        assertThat(seen).hasSize(1_000);
    }

    @Test
    void itIsRecognisedByItsHashAlone() {
        var token = OpaqueToken.random(random);
        var kept = token.hash();

        assertThat(kept).hasSize(64).matches("[0-9a-f]+").doesNotContain(token.text());
        assertThat(OpaqueToken.parse(token.text()).orElseThrow().matches(kept)).isTrue();
        assertThat(OpaqueToken.random(random).matches(kept)).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.matches(token.text())).isFalse();
        assertThat(token.matches("\u00e9".repeat(64))).isFalse();
    }

    /// The digest of 43 letters A, as `printf A... | sha256sum` gives it.
    @Test
    void theHashIsSha256OfTheText() {
        assertThat(new OpaqueToken("A".repeat(43)).hash())
                .isEqualTo("0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAA\u00c4AAAAAAAAAAAAAAAAAAAA"
            })
    void otherTextIsNoToken(String text) {
        assertThat(OpaqueToken.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new OpaqueToken(text));
    }

    @Test
    void theTextIsNotShown() {
        var token = OpaqueToken.random(random);

        assertThat(token.toString()).doesNotContain(token.text());
    }
}
