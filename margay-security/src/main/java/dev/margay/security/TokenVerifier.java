package dev.margay.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.margay.context.Principal;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells genuine tokens from all other text. Safe for many threads.
///
/// What a token says about how to verify itself is never believed (RFC 8725): the algorithm is RS256, the key comes
/// from the [KeySource] by its `kid`, and a header that brings or points to a key, marks extensions as critical or
/// announces a nested token is refused. The text must be in its one canonical form. `exp`, `iat`, `iss`, `aud`,
/// `userID` and `accessLevel` are required. Nothing of the claims is looked at before the signature was.
public final class TokenVerifier {

    /// Longer tokens are refused unread.
    public static final int MOST_CHARACTERS = 8_192;

    private static final int MOST_KEY_ID_CHARACTERS = 128;

    /// The only parameters a header may have, and all it needs.
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

    private final KeySource keys;
    private final TokenRules rules;
    private final InstantSource clock;

    private TokenVerifier(KeySource keys, TokenRules rules, InstantSource clock) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
    }

    public static TokenVerifier of(KeySource keys, TokenRules rules, InstantSource clock) {
        return new TokenVerifier(keys, rules, clock);
    }

    /// The verdict on any text at all.
    ///
    /// @throws KeysUnavailableException when the issuer's keys are needed and cannot be had now
    public Verdict verify(String token) throws InterruptedException {
        if (token.length() > MOST_CHARACTERS) {
            return new Verdict.Refused(Verdict.Reason.TOO_LARGE);
        }
        var jwt = parse(token);
        if (jwt.isEmpty()) {
            return new Verdict.Refused(Verdict.Reason.MALFORMED);
        }
        return verified(jwt.get());
    }

    private Verdict verified(SignedJWT jwt) throws InterruptedException {
        if (!acceptable(jwt.getHeader())) {
            return new Verdict.Refused(Verdict.Reason.HEADER);
        }
        var key = keys.key(jwt.getHeader().getKeyID());
        if (key.isEmpty()) {
            return new Verdict.Refused(Verdict.Reason.UNKNOWN_KEY);
        }
        if (!signedBy(key.get(), jwt)) {
            return new Verdict.Refused(Verdict.Reason.SIGNATURE);
        }
        return judged(jwt);
    }

    /// Three parts in the one canonical form, the first a JSON object that is a signature's header.
    static Optional<SignedJWT> parse(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        for (var part : parts) {
            if (part.isEmpty() || !Base64Url.canonical(part)) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(SignedJWT.parse(token));
        } catch (ParseException | IllegalArgumentException | NullPointerException _) {
            return Optional.empty(); // the parser's words for a bad header, a bad "alg" and the header "null"
        }
    }

    private static boolean acceptable(JWSHeader header) {
        return JWSAlgorithm.RS256.equals(header.getAlgorithm())
                && HEADER.containsAll(header.getIncludedParams())
                && (header.getType() == null
                        || "JWT".equalsIgnoreCase(header.getType().getType()))
                && header.getKeyID() != null
                && !header.getKeyID().isBlank()
                && header.getKeyID().length() <= MOST_KEY_ID_CHARACTERS;
    }

    static boolean signedBy(RSAPublicKey key, SignedJWT jwt) {
        try {
            return jwt.verify(new RSASSAVerifier(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key of the issuer does not verify", e);
        }
    }

    private Verdict judged(SignedJWT jwt) {
        try {
            var claims = jwt.getJWTClaimsSet();
            var reason = objection(claims);
            return reason == null ? valid(claims) : new Verdict.Refused(reason);
        } catch (ParseException _) {
            return new Verdict.Refused(Verdict.Reason.CLAIMS);
        }
    }

    private Verdict.@Nullable Reason objection(JWTClaimsSet claims) throws ParseException {
        var expiry = claims.getExpirationTime();
        var issued = claims.getIssueTime();
        if (expiry == null
                || issued == null
                || lacksText(claims, Claims.USER_ID)
                || lacksText(claims, Claims.ACCESS_LEVEL)) {
            return Verdict.Reason.CLAIMS;
        }
        if (!rules.issuer().equals(claims.getIssuer())) {
            return Verdict.Reason.ISSUER;
        }
        if (!claims.getAudience().contains(rules.audience())) {
            return Verdict.Reason.AUDIENCE;
        }
        var now = clock.instant();
        if (!now.isBefore(expiry.toInstant().plus(rules.skew()))) {
            return Verdict.Reason.EXPIRED;
        }
        var latestStart = now.plus(rules.skew());
        return startsAfter(latestStart, issued) || startsAfter(latestStart, claims.getNotBeforeTime())
                ? Verdict.Reason.NOT_YET_VALID
                : null;
    }

    private static boolean startsAfter(Instant latest, @Nullable Date start) {
        return start != null && start.toInstant().isAfter(latest);
    }

    private static boolean lacksText(JWTClaimsSet claims, String name) throws ParseException {
        var text = claims.getStringClaim(name);
        return text == null || text.isBlank();
    }

    private static Verdict valid(JWTClaimsSet claims) throws ParseException {
        var texts = new HashMap<String, String>();
        claims.getClaims().forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        var userId = claims.getStringClaim(Claims.USER_ID);
        var accessLevel = claims.getStringClaim(Claims.ACCESS_LEVEL);
        texts.keySet().removeAll(Set.of(Claims.USER_ID, Claims.ACCESS_LEVEL));
        return new Verdict.Valid(
                new Principal(userId, Set.of(accessLevel), texts),
                new Claims(
                        userId,
                        accessLevel,
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant(),
                        texts));
    }
}
