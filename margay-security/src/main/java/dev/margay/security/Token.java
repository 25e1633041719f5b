package dev.margay.security;

import java.time.Instant;

/// A signed token as its holder gets it. Immutable; whoever has the text can act as its user.
///
/// @param text the JWT in compact form
/// @param expiresAt when it stops being valid, in whole seconds
public record Token(String text, Instant expiresAt) {

    @Override
    public String toString() {
        return "Token[hidden, expires at " + expiresAt + "]";
    }
}
