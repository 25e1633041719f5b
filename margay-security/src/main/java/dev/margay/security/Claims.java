package dev.margay.security;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What a verified token says. Immutable.
///
/// @param userId the claim `userID`
/// @param accessLevel the claim `accessLevel`, such as `user` or `admin`
/// @param issuedAt the claim `iat`
/// @param expiresAt the claim `exp`
/// @param texts all further claims whose value is text
public record Claims(
        String userId, String accessLevel, Instant issuedAt, Instant expiresAt, Map<String, String> texts) {

    static final String USER_ID = "userID";
    static final String ACCESS_LEVEL = "accessLevel";

    public Claims {
        texts = Map.copyOf(texts);
    }

    /// A further claim, such as one the issuer added.
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }
}
