package kittens.auth;

import dev.margay.http.Body;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.security.Bearer;
import dev.margay.security.SigningKeys;
import java.util.List;
import java.util.Optional;
import kittens.auth.Accounts.Registration;
import kittens.auth.Sessions.Grant;

/// The doors of this service: users, sessions, keys.
final class AuthRoutes {

    private static final String KEYS_CACHED = "public, max-age=300";

    private final Accounts accounts;
    private final Sessions sessions;
    private final SigningKeys keys;
    private final Audit audit;

    AuthRoutes(Accounts accounts, Sessions sessions, SigningKeys keys, Audit audit) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.keys = keys;
        this.audit = audit;
    }

    List<Route> all(Bearer bearer) {
        var somebody = Bearer.authenticated();
        return List.of(
                Route.post("/v1/users", Wire.NewUser.class, this::register).about(Abouts.REGISTER),
                Route.get("/v1/users/me", this::me).about(Abouts.ME).with(bearer, somebody),
                Route.get("/v1/users/{id}", this::user).about(Abouts.USER).with(bearer, somebody),
                Route.post("/v1/sessions", Wire.Credentials.class, this::logIn).about(Abouts.LOG_IN),
                Route.post("/v1/sessions/refresh", Wire.Refresh.class, this::refresh)
                        .about(Abouts.REFRESH),
                Route.delete("/v1/sessions/current", this::logOut)
                        .about(Abouts.LOG_OUT)
                        .with(bearer, somebody),
                Route.get("/.well-known/jwks.json", this::publicKeys).about(Abouts.KEYS));
    }

    private Response register(Request request, Wire.NewUser wanted) throws InterruptedException {
        var email = EmailAddress.parse(wanted.email())
                .orElseThrow(() -> Problem.badRequest("The e-mail address is too long or malformed.")
                        .at("email")
                        .exception());
        return switch (accounts.register(email, wanted.name().strip(), wanted.password())) {
            case Registration.Done(var user) -> {
                audit.tell(Audit.Event.REGISTERED, user.id(), ClientAddress.of(request));
                yield Response.created("/v1/users/" + user.id(), Wire.Profile.of(user));
            }
            case Registration.Taken() ->
                throw Problem.conflict("EmailTaken", "There is a user with this e-mail address already.")
                        .at("email")
                        .exception();
        };
    }

    private Response me(Request request) {
        return shown(accounts.byId(Bearer.caller().id()).orElseThrow(AuthRoutes::nobody));
    }

    /// Everybody may see himself, administrators may see all; for others there is nothing here.
    private Response user(Request request) {
        var caller = Bearer.caller();
        var id = request.variable("id");
        var found = caller.id().equals(id) || caller.has(User.Level.ADMIN.text())
                ? accounts.byId(id)
                : Optional.<User>empty();
        return shown(found.orElseThrow(
                () -> Problem.notFound("There is no such user.").exception()));
    }

    private static Response shown(User user) {
        return Response.json(Wire.Profile.of(user)).with("Cache-Control", "no-store");
    }

    private Response logIn(Request request, Wire.Credentials credentials) throws InterruptedException {
        return granted(sessions.logIn(credentials.email(), credentials.password(), ClientAddress.of(request))
                .orElseThrow(() -> Problem.unauthorized(
                                "The e-mail address or the password is wrong, or there were too many attempts.")
                        .exception()));
    }

    private Response refresh(Request request, Wire.Refresh token) {
        return granted(sessions.refresh(token.refreshToken(), ClientAddress.of(request))
                .orElseThrow(() -> Problem.unauthorized("The refresh token is not valid any more: log in again.")
                        .exception()));
    }

    private static Response granted(Grant grant) {
        return Response.json(201, Wire.Granted.of(grant)).with("Cache-Control", "no-store");
    }

    private Response logOut(Request request) {
        var caller = Bearer.caller();
        var session = caller.text("sid").orElseThrow(AuthRoutes::nobody);
        sessions.end(session, caller.id(), ClientAddress.of(request));
        return Response.noContent();
    }

    private Response publicKeys(Request request) {
        return Response.of(200)
                .with("Content-Type", "application/json")
                .with("Cache-Control", KEYS_CACHED)
                .with(Body.of(keys.jwks()));
    }

    private static ProblemException nobody() {
        return Problem.unauthorized("This token's user or session is not known here: log in again.")
                .exception();
    }
}
