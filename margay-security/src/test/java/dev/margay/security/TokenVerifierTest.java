package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final TokenRules RULES = TokenRules.of("kittens-auth", "kittens");
    private static final SigningKey KEY = TestKeys.FIRST;
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(KEY.id());

    private Instant now = NOW;
    private final TokenVerifier verifier = TokenVerifier.of(TestKeys.source(KEY), RULES, () -> now);

    @Test
    void aTokenSaysWhoseItIs() throws Exception {
        assertThat(verdict(HEADER, claims())).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
            assertThat(valid.principal().id()).isEqualTo("u-1");
            assertThat(valid.principal().roles()).containsExactly("user");
            assertThat(valid.claims().userId()).isEqualTo("u-1");
            assertThat(valid.claims().accessLevel()).isEqualTo("user");
            assertThat(valid.claims().issuedAt()).isEqualTo(NOW);
            assertThat(valid.claims().expiresAt()).isEqualTo(NOW.plusSeconds(900));
            assertThat(valid.claims().text("userID")).isEmpty();
        });
    }

    @Nested
    class Header {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"alg\":\"HS256\",\"kid\":\"KID\"}",
                    "{\"alg\":\"RS384\",\"kid\":\"KID\"}",
                    "{\"alg\":\"PS256\",\"kid\":\"KID\"}",
                    "{\"alg\":\"rs256\",\"kid\":\"KID\"}",
                    "{\"alg\":\"RS256 \",\"kid\":\"KID\"}",
                    "{\"alg\":\"RS256\"}",
                    "{\"alg\":\"RS256\",\"kid\":\"\"}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"cty\":\"JWT\"}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"crit\":[\"exp\"],\"exp\":1}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"b64\":false}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"jku\":\"http://127.0.0.1/keys\"}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"x5u\":\"http://127.0.0.1/cert\"}",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\",\"unknown\":1}"
                })
        void aGenuineSignatureUnderAnotherHeaderIsRefused(String header) throws Exception {
            assertRefused(header.replace("KID", KEY.id()), claims(), Verdict.Reason.HEADER);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"alg\":\"none\",\"kid\":\"KID\"}",
                    "{\"alg\":\"None\",\"kid\":\"KID\"}",
                    "{\"alg\":\"\",\"kid\":\"KID\"}",
                    "{\"alg\":7,\"kid\":\"KID\"}",
                    "{\"alg\":null,\"kid\":\"KID\"}",
                    "{\"alg\":\"RS256\",\"kid\":7}",
                    "{\"alg\":\"RS256\",\"kid\":[\"KID\"]}",
                    "{\"kid\":\"KID\"}",
                    "{}",
                    "[]",
                    "null",
                    "\"RS256\"",
                    "{\"alg\":\"RS256\"",
                    "{\"alg\":\"RS256\",\"kid\":\"KID\"}{}",
                    "\u0000"
                })
        void aHeaderThatIsNoneIsRefused(String header) throws Exception {
            var verdict = verdict(header.replace("KID", KEY.id()), claims());

            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            refused ->
                                    assertThat(refused.reason()).isIn(Verdict.Reason.MALFORMED, Verdict.Reason.HEADER));
        }

        @Test
        void aHugeKeyIdIsNotLookedUp() throws Exception {
            assertRefused(HEADER.replace(KEY.id(), "k".repeat(129)), claims(), Verdict.Reason.HEADER);
        }

        @Test
        void aKeyInTheHeaderIsNotUsed() throws Exception {
            var stranger = TestKeys.SECOND;
            var header = "{\"alg\":\"RS256\",\"kid\":\"%s\",\"jwk\":%s}"
                    .formatted(stranger.id(), stranger.published().toJSONString());

            assertThat(verifier.verify(Jwt.of(header, claims()).signedBy(stranger)))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.HEADER));
        }

        @Test
        void aTokenWithoutSignatureIsRefused() throws Exception {
            var unsigned =
                    Jwt.of("{\"alg\":\"none\",\"typ\":\"JWT\"}", claims()).input() + ".";

            assertThat(verifier.verify(unsigned)).isEqualTo(new Verdict.Refused(Verdict.Reason.MALFORMED));
        }

        @Test
        void thePublicKeyIsNoSharedSecret() throws Exception {
            var jwt = Jwt.of(HEADER.replace("RS256", "HS256"), claims());
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.publicKey().getEncoded(), "HmacSHA256"));

            assertThat(verifier.verify(jwt.with(mac.doFinal(jwt.input().getBytes(StandardCharsets.US_ASCII)))))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.HEADER));
        }

        @Test
        void deepNestingIsRefused() throws Exception {
            assertRefused("{\"alg\":\"RS256\",\"x\":" + "[".repeat(4_000), claims(), Verdict.Reason.MALFORMED);
            assertRefused("{\"a\":".repeat(1_000), claims(), Verdict.Reason.MALFORMED);
        }
    }

    @Nested
    class Signature {

        @Test
        void anUnknownKeyIsRefused() throws Exception {
            var stranger = TestKeys.SECOND;

            assertThat(verifier.verify(Jwt.of(HEADER.replace(KEY.id(), stranger.id()), claims())
                            .signedBy(stranger)))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.UNKNOWN_KEY));
        }

        @Test
        void aStrangersSignatureUnderAKnownKeyIdIsRefused() throws Exception {
            assertThat(verifier.verify(Jwt.of(HEADER, claims()).signedBy(TestKeys.SECOND)))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.SIGNATURE));
        }

        @Test
        void theSignatureOfOtherClaimsIsRefused() throws Exception {
            var genuine = Jwt.of(HEADER, claims()).signedBy(KEY);
            var signature = genuine.substring(genuine.lastIndexOf('.'));
            var forged =
                    Jwt.of(HEADER, claims().replace("\"user\"", "\"admin\"")).input() + signature;

            assertThat(verifier.verify(forged)).isEqualTo(new Verdict.Refused(Verdict.Reason.SIGNATURE));
        }

        @Test
        void aSignatureOfAnotherLengthIsRefused() throws Exception {
            var jwt = Jwt.of(HEADER, claims());

            for (int bytes : new int[] {1, 128, 255, 257, 512, 1_024}) {
                assertThat(verifier.verify(jwt.with(new byte[bytes])))
                        .isEqualTo(new Verdict.Refused(Verdict.Reason.SIGNATURE));
            }
        }

        @Test
        void keysThatCannotBeHadAreNoVerdict() {
            var blind = TokenVerifier.of(
                    _ -> {
                        throw new KeysUnavailableException("down", null);
                    },
                    RULES,
                    () -> NOW);

            assertThatExceptionOfType(KeysUnavailableException.class)
                    .isThrownBy(() -> blind.verify(Jwt.of(HEADER, claims()).signedBy(KEY)));
        }
    }

    @Nested
    class Shape {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "..",
                    "...",
                    "a",
                    "a.b",
                    "a.b.c",
                    "aa.bb.cc",
                    "e30.e30.e30",
                    "e30.e30.e30.e30",
                    "e30.e30.e30.e30.e30",
                    " ",
                    "\n",
                    "\u0000",
                    "eyJ.eyJ.",
                    "null",
                    "{}",
                    "\ud800",
                    "Bearer e30.e30.e30"
                })
        void otherTextIsMalformed(String text) throws Exception {
            assertThat(verifier.verify(text)).isEqualTo(new Verdict.Refused(Verdict.Reason.MALFORMED));
        }

        @Test
        void thereIsOneWayToWriteAToken() throws Exception {
            var genuine = Jwt.of(HEADER, claims()).signedBy(KEY);
            assertThat(verifier.verify(genuine)).isInstanceOf(Verdict.Valid.class);
            var last = genuine.charAt(genuine.length() - 1);

            for (var other : new String[] {
                genuine + "=",
                genuine + "==",
                genuine + ".",
                genuine + " ",
                " " + genuine,
                genuine + "\n",
                genuine.substring(0, genuine.length() - 1) + (char) (last + 1),
                genuine.replace(".", ". "),
                genuine.replace(".", ".="),
                genuine.replaceFirst("\\.", "..")
            }) {
                assertThat(verifier.verify(other)).isEqualTo(new Verdict.Refused(Verdict.Reason.MALFORMED));
            }
        }

        @Test
        void aTokenBeyondTheMostCharactersIsRefusedUnread() throws Exception {
            assertThat(verifier.verify("x".repeat(TokenVerifier.MOST_CHARACTERS)))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.MALFORMED));
            assertThat(verifier.verify("x".repeat(TokenVerifier.MOST_CHARACTERS + 1)))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.TOO_LARGE));
            assertThat(verifier.verify(".".repeat(10_000_000)))
                    .isEqualTo(new Verdict.Refused(Verdict.Reason.TOO_LARGE));
        }

        @Test
        void aTokenInsideATokenIsRefused() throws Exception {
            assertRefused(HEADER, Jwt.of(HEADER, claims()).signedBy(KEY), Verdict.Reason.CLAIMS);
        }
    }

    @Nested
    class Time {

        @Test
        void aTokenExpiresAfterItsLifetimeAndTheSkew() throws Exception {
            now = NOW.plusSeconds(929);
            assertThat(verdict(HEADER, claims())).isInstanceOf(Verdict.Valid.class);

            now = NOW.plusSeconds(930);
            assertRefused(HEADER, claims(), Verdict.Reason.EXPIRED);
        }

        @Test
        void aTokenFromTheFutureIsRefusedBeyondTheSkew() throws Exception {
            now = NOW.minusSeconds(30);
            assertThat(verdict(HEADER, claims())).isInstanceOf(Verdict.Valid.class);

            now = NOW.minusSeconds(31);
            assertRefused(HEADER, claims(), Verdict.Reason.NOT_YET_VALID);
        }

        @Test
        void aTokenIsNotValidBeforeItsStart() throws Exception {
            var starting = NOW.plusSeconds(60).getEpochSecond();
            var claims = claims().replace("{", "{\"nbf\":%d,".formatted(starting));

            assertRefused(HEADER, claims, Verdict.Reason.NOT_YET_VALID);
            now = NOW.plusSeconds(30);
            assertThat(verdict(HEADER, claims)).isInstanceOf(Verdict.Valid.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "1.5", "-9223372036854775808", "1e3"})
        void anExpiryLongAgoIsOver(String expiry) throws Exception {
            assertRefused(HEADER, claims("exp", expiry), Verdict.Reason.EXPIRED);
        }
    }

    @Nested
    class Claimed {

        @ParameterizedTest
        @ValueSource(strings = {"exp", "iat", "userID", "accessLevel"})
        void aMissingOrMalformedClaimIsRefused(String name) throws Exception {
            assertRefused(HEADER, claims().replace("\"" + name + "\"", "\"other\""), Verdict.Reason.CLAIMS);
            for (var value : new String[] {"null", "\"\"", "\" \"", "{}", "[]", "true"}) {
                assertRefused(HEADER, claims(name, value), Verdict.Reason.CLAIMS);
            }
        }

        @Test
        void aTimeThatIsTextIsRefused() throws Exception {
            assertRefused(HEADER, claims("exp", "\"2000000000\""), Verdict.Reason.CLAIMS);
            assertRefused(HEADER, claims("userID", "7"), Verdict.Reason.CLAIMS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "null", "\"x\"", "{", "{\"exp\":1", "{}{}", "\u0000"})
        void aGenuinelySignedTextThatIsNoClaimsIsRefused(String claims) throws Exception {
            var verdict = verdict(HEADER, claims);

            assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        }

        @Test
        void anotherIssuerIsRefused() throws Exception {
            assertRefused(HEADER, claims("iss", "\"kittens-auth2\""), Verdict.Reason.ISSUER);
            assertRefused(HEADER, claims("iss", "null"), Verdict.Reason.ISSUER);
            assertRefused(HEADER, claims("iss", "[\"kittens-auth\"]"), Verdict.Reason.CLAIMS);
        }

        @Test
        void aTokenForOthersIsRefused() throws Exception {
            assertRefused(HEADER, claims("aud", "\"puppies\""), Verdict.Reason.AUDIENCE);
            assertRefused(HEADER, claims("aud", "[]"), Verdict.Reason.AUDIENCE);
            assertRefused(HEADER, claims("aud", "null"), Verdict.Reason.AUDIENCE);
            assertThat(verdict(HEADER, claims("aud", "[\"puppies\",\"kittens\"]")))
                    .isInstanceOf(Verdict.Valid.class);
        }

        @Test
        void theKindOfTokenMayBeLeftOut() throws Exception {
            assertThat(verdict(HEADER.replace("\"typ\":\"JWT\",", ""), claims()))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    private Verdict verdict(String header, String claims) throws Exception {
        return verifier.verify(Jwt.of(header, claims).signedBy(KEY));
    }

    private void assertRefused(String header, String claims, Verdict.Reason reason) throws Exception {
        assertThat(verdict(header, claims)).as(claims).isEqualTo(new Verdict.Refused(reason));
    }

    private static String claims() {
        return "{\"userID\":\"u-1\",\"accessLevel\":\"user\",\"iat\":%d,\"exp\":%d,\"iss\":\"kittens-auth\",\"aud\":\"kittens\"}"
                .formatted(NOW.getEpochSecond(), NOW.getEpochSecond() + 900);
    }

    private static String claims(String name, String json) {
        return claims().replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\d+)", "\"" + name + "\":" + json);
    }
}
