package dev.margay.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.margay.context.Principal;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Set;

/// Issues tokens: JWTs signed by RS256 (RFC 7515, 7518, 7519). Safe for many threads.
///
/// The header names the signing key (`kid`); the claims are `userID`, `accessLevel`, `iat`, `exp`, `iss` and `aud`. A
/// signature takes about a millisecond.
public final class TokenIssuer {

    private static final Set<String> RESERVED =
            Set.of(Claims.USER_ID, Claims.ACCESS_LEVEL, "iss", "sub", "aud", "exp", "nbf", "iat");

    private final SigningKeys keys;
    private final TokenRules rules;
    private final InstantSource clock;

    private TokenIssuer(SigningKeys keys, TokenRules rules, InstantSource clock) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
    }

    public static TokenIssuer of(SigningKeys keys, TokenRules rules, InstantSource clock) {
        return new TokenIssuer(keys, rules, clock);
    }

    /// A token for this user, whose one role becomes the access level.
    ///
    /// @throws IllegalArgumentException if the principal has not exactly one role
    public Token issue(Principal principal) {
        return issue(principal, Map.of());
    }

    /// A token with further claims, such as the id of the session; see [Claims#text(String)].
    ///
    /// @throws IllegalArgumentException if a claim has the name of one this class sets, or all are too large
    public Token issue(Principal principal, Map<String, String> further) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var expiry = now.plus(rules.lifetime()).truncatedTo(ChronoUnit.SECONDS);
        var claims = new JWTClaimsSet.Builder()
                .issuer(rules.issuer())
                .audience(rules.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiry))
                .claim(Claims.USER_ID, principal.id())
                .claim(Claims.ACCESS_LEVEL, accessLevel(principal));
        further.forEach((name, value) -> claims.claim(allowed(name), value));
        return new Token(signed(claims.build()), expiry);
    }

    private static String accessLevel(Principal principal) {
        if (principal.roles().size() != 1) {
            throw new IllegalArgumentException("principal '%s' with the roles %s (expected: exactly one)"
                    .formatted(principal.id(), principal.roles()));
        }
        return principal.roles().iterator().next();
    }

    private static String allowed(String name) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("further claim '%s' (expected: a name not set already)".formatted(name));
        }
        return name;
    }

    private String signed(JWTClaimsSet claims) {
        var key = keys.current();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("key %s does not sign".formatted(key.id()), e);
        }
        var text = jwt.serialize();
        if (text.length() > TokenVerifier.MOST_CHARACTERS) {
            throw new IllegalArgumentException("token of %d characters (expected: at most %d)"
                    .formatted(text.length(), TokenVerifier.MOST_CHARACTERS));
        }
        return text;
    }
}
