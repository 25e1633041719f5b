package dev.margay.security;

import java.time.Duration;

/// What issuer and verifiers of tokens agree on. Immutable.
///
/// @param issuer who issues: the claim `iss`
/// @param audience whom tokens are for: the claim `aud`
/// @param lifetime from issue to expiry; the default is 15 minutes
/// @param skew how far the clocks of issuer and verifier may differ; the default is 30 seconds
public record TokenRules(String issuer, String audience, Duration lifetime, Duration skew) {

    private static final Duration LEAST_LIFETIME = Duration.ofSeconds(1);
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    public TokenRules {
        requireText("issuer", issuer);
        requireText("audience", audience);
        if (lifetime.compareTo(LEAST_LIFETIME) < 0) {
            throw new IllegalArgumentException(
                    "token lifetime: %s (expected: at least %s)".formatted(lifetime, LEAST_LIFETIME));
        }
        if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException("clock skew: %s (expected: PT0S to %s)".formatted(skew, MOST_SKEW));
        }
    }

    public static TokenRules of(String issuer, String audience) {
        return new TokenRules(issuer, audience, Duration.ofMinutes(15), Duration.ofSeconds(30));
    }

    public TokenRules lasting(Duration lifetime) {
        return new TokenRules(issuer, audience, lifetime, skew);
    }

    public TokenRules tolerating(Duration skew) {
        return new TokenRules(issuer, audience, lifetime, skew);
    }

    private static void requireText(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("token %s: blank (expected: text)".formatted(what));
        }
    }
}
