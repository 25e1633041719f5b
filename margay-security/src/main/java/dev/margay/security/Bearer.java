package dev.margay.security;

import dev.margay.context.Call;
import dev.margay.context.Principal;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route.About;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds out who calls, from `Authorization: Bearer` (RFC 6750), and binds the [Principal] to the [Call].
///
/// A request without a token passes, as nobody's; a route that needs somebody is wrapped in [#authenticated()] or
/// [#role(String)], or asks for [#caller()]. A bad token is 401 whatever the route. Several `Authorization` headers
/// are 400, and so is a token in the query, where logs would keep it. While the issuer's keys cannot be had, a token is
/// 503.
public final class Bearer implements Middleware {

    private static final String AUTHORIZATION = "Authorization";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String SCHEME = "Bearer";
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    /// RFC 6750 section 2.3.
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("[?&]access_token(=|&|$)");

    private static final About NEEDED = About.nothing()
            .needs("bearer")
            .refuses(401, "Unauthorized", "There is no valid token.")
            .refuses(503, "Unavailable", "Tokens cannot be checked at the moment.");

    private final TokenVerifier verifier;

    private Bearer(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    public static Bearer of(TokenVerifier verifier) {
        return new Bearer(verifier);
    }

    /// Lets only requests of somebody pass; others are answered by 401.
    public static Middleware authenticated() {
        Middleware door = next -> request -> {
            caller();
            return next.handle(request);
        };
        return door.saying(NEEDED);
    }

    /// Lets only requests of somebody with this role pass; nobody's are answered by 401, others by 403.
    public static Middleware role(String role) {
        Middleware door = next -> request -> {
            if (!caller().has(role)) {
                throw Problem.forbidden("This is reserved for the role '%s'.".formatted(role))
                        .with(CHALLENGE, challenge("insufficient_scope", "The token's access level is too low."))
                        .exception();
            }
            return next.handle(request);
        };
        return door.saying(NEEDED.refuses(403, "Forbidden", "The caller has not the role '%s'.".formatted(role)));
    }

    /// Who makes the current call.
    ///
    /// @throws ProblemException 401 if nobody does
    public static Principal caller() {
        return Call.current()
                .flatMap(Call::identity)
                .orElseThrow(() -> Problem.unauthorized("This needs a token: log in first.")
                        .with(CHALLENGE, SCHEME)
                        .exception());
    }

    @Override
    public Handler around(Handler next) {
        return request -> {
            var token = token(request);
            return token.isEmpty() ? next.handle(request) : handle(request, token.get(), next);
        };
    }

    private Response handle(Request request, String token, Handler next) throws Exception {
        var principal = principal(token);
        return Call.currentOrNew().with(principal).run(() -> next.handle(request));
    }

    private Principal principal(String token) throws InterruptedException {
        try {
            return switch (verifier.verify(token)) {
                case Verdict.Valid(Principal principal, var _) -> principal;
                case Verdict.Refused(Verdict.Reason reason) -> throw refused(reason);
            };
        } catch (KeysUnavailableException e) {
            throw Problem.unavailable("Tokens cannot be checked at the moment.", TRY_AGAIN)
                    .exception(e);
        }
    }

    private static ProblemException refused(Verdict.Reason reason) {
        return Problem.unauthorized(reason.description())
                .with(CHALLENGE, challenge("invalid_token", reason.description()))
                .exception();
    }

    /// The token the request carries; an `Authorization` of another scheme is none of ours.
    private static Optional<String> token(Request request) {
        if (request.target().indexOf('?') >= 0
                && TOKEN_IN_QUERY.matcher(request.target()).find()) {
            throw misplaced("A token does not belong in the query: send it in the header Authorization.");
        }
        var credentials = request.headers().all(AUTHORIZATION);
        if (credentials.size() > 1) {
            throw misplaced("There are %d headers Authorization (expected: one).".formatted(credentials.size()));
        }
        return credentials.stream()
                .map(String::strip)
                .filter(Bearer::isBearer)
                .map(text -> text.substring(SCHEME.length()).strip())
                .findFirst();
    }

    private static boolean isBearer(String credentials) {
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (credentials.length() == SCHEME.length() || credentials.charAt(SCHEME.length()) == ' ');
    }

    private static ProblemException misplaced(String message) {
        return Problem.badRequest(message)
                .with(CHALLENGE, challenge("invalid_request", message))
                .exception();
    }

    private static String challenge(String error, String description) {
        return "%s error=\"%s\", error_description=\"%s\"".formatted(SCHEME, error, description);
    }
}
