package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Base64UrlTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Test
    void whatAnEncoderWritesIsCanonical() {
        var random = new Random(1);
        for (int length = 0; length < 300; length++) {
            var bytes = new byte[length];
            random.nextBytes(bytes);

            assertThat(Base64Url.canonical(
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isTrue();
        }
    }

    @Test
    void textIsCanonicalExactlyIfItSurvivesDecodingAndEncoding() {
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int left = random.nextInt(9); left > 0; left--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }

            assertThat(Base64Url.canonical(text.toString())).as("'%s'", text).isEqualTo(survives(text.toString()));
        }
    }

    @Test
    void foreignCharactersAreRefused() {
        for (char c = 0; c < 0x3000; c++) {
            assertThat(Base64Url.canonical("AA" + c + "A"))
                    .as("U+%04x", (int) c)
                    .isEqualTo(ALPHABET.indexOf(c) >= 0);
        }
    }

    private static boolean survives(String text) {
        try {
            var decoded = Base64.getUrlDecoder().decode(text);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(decoded)
                    .equals(text);
        } catch (IllegalArgumentException _) {
            return false; // a single character is left over
        }
    }
}
