package kittens.auth;

import dev.margay.http.Route.About;

/// What the routes of this service say of themselves.
final class Abouts {

    static final About REGISTER = About.says("Registers a user. A letter of welcome is sent.")
            .answers(201, "The new user.", Wire.Profile.class, "Location")
            .refuses(400, "BadRequest", "The e-mail address is too long or malformed.")
            .refuses(409, "EmailTaken", "There is a user with this e-mail address already.");

    static final About ME =
            About.says("Shows who calls.").answers(200, "The caller.", Wire.Profile.class, "Cache-Control");

    static final About USER = About.says("Shows a user. Everybody may see himself, administrators may see all.")
            .answers(200, "The user.", Wire.Profile.class, "Cache-Control")
            .refuses(404, "NotFound", "There is no such user, or none the caller may see.");

    static final About LOG_IN = About.says("Logs a user in.")
            .answers(201, "Tokens for the session.", Wire.Granted.class, "Cache-Control")
            .refuses(
                    401,
                    "Unauthorized",
                    "The e-mail address or the password is wrong, or there were too many attempts.");

    static final About REFRESH = About.says("Gives the next tokens of a session. The refresh token works once.")
            .answers(201, "Tokens for the session.", Wire.Granted.class, "Cache-Control")
            .refuses(401, "Unauthorized", "The refresh token is not valid any more.");

    static final About LOG_OUT = About.says("Ends the session of the caller.").answers(204, "It is over.");

    static final About KEYS = About.says("The public keys that tokens are checked with, as a JWK set (RFC 7517).")
            .answers(200, "The keys.", Wire.Keys.class, "Cache-Control");

    private Abouts() {}
}
