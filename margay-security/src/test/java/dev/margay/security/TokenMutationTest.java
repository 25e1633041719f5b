package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is done to a genuine token, it is refused, and nothing else happens.
final class TokenMutationTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final SigningKey KEY = TestKeys.FIRST;
    private static final String NOISE = "eyJhbGciOiJSUzI1NiJ9...-_=\u0000\u00ff";
    private static final int ROUNDS = 1_500;

    private final TokenVerifier verifier =
            TokenVerifier.of(TestKeys.source(KEY), TokenRules.of("kittens-auth", "kittens"), () -> NOW);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noMutationOfTheTextVerifies(long seed) throws Exception {
        var random = new Random(seed);
        var genuine = genuine();
        assertThat(verifier.verify(genuine)).isInstanceOf(Verdict.Valid.class);

        for (int i = 0; i < ROUNDS; i++) {
            var mutant = mutated(genuine, random);
            if (!mutant.equals(genuine)) {
                assertThat(verifier.verify(mutant)).as(mutant).isInstanceOf(Verdict.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void noMutationOfTheBytesBeneathVerifies(long seed) throws Exception {
        var random = new Random(seed);
        var genuine = genuine();

        for (int i = 0; i < ROUNDS; i++) {
            var parts = genuine.split("\\.");
            int which = random.nextInt(3);
            parts[which] = encoded(flipped(Base64.getUrlDecoder().decode(parts[which]), random));
            var mutant = String.join(".", parts);
            assertThat(verifier.verify(mutant)).as(mutant).isInstanceOf(Verdict.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void anyTextSignedByTheIssuerIsJudgedWithoutSurprise(long seed) throws Exception {
        var random = new Random(seed);
        var genuine = claims();

        for (int i = 0; i < 300; i++) {
            var claims = mutated(genuine, random);
            var token = Jwt.of("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(KEY.id()), claims)
                    .signedBy(KEY);
            assertThat(verifier.verify(token)).as(claims).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void noiseIsRefused(long seed) throws Exception {
        var random = new Random(seed);

        for (int i = 0; i < ROUNDS; i++) {
            var noise = new StringBuilder();
            for (int left = random.nextInt(60); left > 0; left--) {
                noise.append(NOISE.charAt(random.nextInt(NOISE.length())));
            }
            assertThat(verifier.verify(noise.toString())).as(noise.toString()).isInstanceOf(Verdict.Refused.class);
        }
    }

    private static String genuine() throws Exception {
        return Jwt.of("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(KEY.id()), claims())
                .signedBy(KEY);
    }

    private static String claims() {
        return "{\"userID\":\"u-1\",\"accessLevel\":\"user\",\"iat\":%d,\"exp\":%d,\"iss\":\"kittens-auth\",\"aud\":\"kittens\"}"
                .formatted(NOW.getEpochSecond(), NOW.getEpochSecond() + 900);
    }

    private static String mutated(String text, Random random) {
        var mutant = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(3); edits > 0 && !mutant.isEmpty(); edits--) {
            int at = random.nextInt(mutant.length());
            int to = Math.min(mutant.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> mutant.setCharAt(at, (char) random.nextInt(256));
                case 1 -> mutant.deleteCharAt(at);
                case 2 -> mutant.insert(at, "=.{}[]\",:0eA".charAt(random.nextInt(12)));
                case 3 -> mutant.delete(at, to);
                default -> mutant.insert(random.nextInt(mutant.length()), mutant.substring(at, to));
            }
        }
        return mutant.toString();
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
