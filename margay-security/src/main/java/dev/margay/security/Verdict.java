package dev.margay.security;

import dev.margay.context.Principal;

/// Whether a token is genuine and holds now.
public sealed interface Verdict {

    /// It does.
    ///
    /// @param principal the token's user, whose only role is the access level
    record Valid(Principal principal, Claims claims) implements Verdict {}

    /// It does not.
    record Refused(Reason reason) implements Verdict {}

    /// Why a token is refused, in words fit for whoever sent it.
    enum Reason {
        TOO_LARGE("The token is too large."),
        MALFORMED("The token is malformed."),
        HEADER("The token's header is not acceptable."),
        UNKNOWN_KEY("The token was signed with an unknown key."),
        SIGNATURE("The token's signature is wrong."),
        CLAIMS("The token lacks a claim or has a malformed one."),
        EXPIRED("The token has expired."),
        NOT_YET_VALID("The token is not valid yet."),
        ISSUER("The token is from another issuer."),
        AUDIENCE("The token is for another audience.");

        private final String description;

        Reason(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }
}
