package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jwt.SignedJWT;
import dev.margay.context.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenIssuerTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.987Z");
    private static final TokenRules RULES = TokenRules.of("kittens-auth", "kittens");
    private static final Principal TOM = new Principal("u-1", Set.of("admin"));

    @TempDir
    private Path directory;

    private SigningKeys keys;
    private TokenIssuer issuer;
    private TokenVerifier verifier;

    @BeforeEach
    void open() throws Exception {
        var file = directory.resolve("keys.pem");
        new KeyFile(file).create(List.of(TestKeys.FIRST));
        keys = SigningKeys.open(file);
        issuer = TokenIssuer.of(keys, RULES, () -> NOW);
        verifier = TokenVerifier.of(keys, RULES, () -> NOW);
    }

    @Test
    void aTokenHasTheClaimsTheStoreReliesOn() throws Exception {
        var token = issuer.issue(TOM);
        var jwt = SignedJWT.parse(token.text());

        assertThat(jwt.getHeader().toJSONObject())
                .isEqualTo(
                        Map.of("alg", "RS256", "typ", "JWT", "kid", keys.ids().getFirst()));
        assertThat(jwt.getPayload().toJSONObject())
                .isEqualTo(Map.of(
                        "userID", "u-1",
                        "accessLevel", "admin",
                        "iss", "kittens-auth",
                        "aud", "kittens",
                        "iat", NOW.getEpochSecond(),
                        "exp", NOW.getEpochSecond() + 900));
        assertThat(token.expiresAt()).isEqualTo("2026-11-24T12:15:00Z");
    }

    @Test
    void aTokenIsVerifiedWithItsFurtherClaims() throws Exception {
        var token = issuer.issue(TOM, Map.of("sid", "s-7", "name", "J\u00fcrgen \ud83d\ude3a"));

        assertThat(verifier.verify(token.text())).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
            assertThat(valid.principal().id()).isEqualTo(TOM.id());
            assertThat(valid.principal().roles()).isEqualTo(TOM.roles());
            assertThat(valid.principal().text("sid")).contains("s-7");
            assertThat(valid.claims().text("sid")).contains("s-7");
            assertThat(valid.claims().text("name")).contains("J\u00fcrgen \ud83d\ude3a");
            assertThat(valid.claims().text("other")).isEmpty();
        });
    }

    @Test
    void tokensOutliveTwoRotationsOfTheKeyButNotThree() throws Exception {
        var token = issuer.issue(TOM);

        keys.rotate();
        assertThat(verifier.verify(token.text())).isInstanceOf(Verdict.Valid.class);
        assertThat(verifier.verify(issuer.issue(TOM).text())).isInstanceOf(Verdict.Valid.class);
        keys.rotate();
        assertThat(verifier.verify(token.text())).isInstanceOf(Verdict.Valid.class);

        keys.rotate();
        assertThat(verifier.verify(token.text())).isEqualTo(new Verdict.Refused(Verdict.Reason.UNKNOWN_KEY));
    }

    @Test
    void tokensOfOneSystemAreWorthlessInAnother() throws Exception {
        var text = issuer.issue(TOM).text();

        assertThat(TokenVerifier.of(keys, TokenRules.of("kittens-auth", "puppies"), () -> NOW)
                        .verify(text))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.AUDIENCE));
        assertThat(TokenVerifier.of(keys, TokenRules.of("puppies-auth", "kittens"), () -> NOW)
                        .verify(text))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.ISSUER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"userID", "accessLevel", "iss", "sub", "aud", "exp", "nbf", "iat"})
    void aFurtherClaimReplacesNone(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.issue(TOM, Map.of(name, "x")))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void aPrincipalHasExactlyOneAccessLevel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.issue(new Principal("u-1", Set.of())))
                .withMessageContaining("(expected: exactly one)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.issue(new Principal("u-1", Set.of("user", "admin"))));
    }

    @Test
    void aTokenNoVerifierWouldReadIsNotIssued() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.issue(TOM, Map.of("story", "x".repeat(8_000))))
                .withMessageContaining("at most 8192");
    }

    @Test
    void theTextIsNotShown() {
        var token = issuer.issue(TOM);

        assertThat(token.toString()).doesNotContain(token.text()).contains("2026-11-24T12:15:00Z");
    }

    @Test
    void rulesThatCannotHoldAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.of("", "kittens"));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.of("kittens-auth", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> RULES.lasting(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> RULES.lasting(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RULES.tolerating(Duration.ofMinutes(6)))
                .withMessage("clock skew: PT6M (expected: PT0S to PT5M)");
        assertThat(RULES.lasting(Duration.ofHours(47)).tolerating(Duration.ZERO))
                .isEqualTo(new TokenRules("kittens-auth", "kittens", Duration.ofHours(47), Duration.ZERO));
    }
}
