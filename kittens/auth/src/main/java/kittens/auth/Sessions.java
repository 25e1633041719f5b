package kittens.auth;

import dev.margay.context.Principal;
import dev.margay.security.OpaqueToken;
import dev.margay.security.Passwords;
import dev.margay.security.Token;
import dev.margay.security.TokenIssuer;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kittens.auth.Audit.Event;
import kittens.auth.UserRows.Account;

/// Logs users in and out, and keeps them logged in. Safe for many threads.
final class Sessions {

    private final Parts parts;
    private final SecureRandom random = new SecureRandom();

    Sessions(Parts parts) {
        this.parts = parts;
    }

    /// @param lifetime the longest time from log-in to the next log-in
    record Parts(
            Sql database, Passwords passwords, LogInGuard guard, TokenIssuer issuer, Audit audit, Duration lifetime) {}

    /// What a user who is logged in gets.
    record Grant(Token token, OpaqueToken refreshToken) {}

    /// Empty if the address is unknown, the password is wrong, or there were too many attempts: nobody shall tell.
    Optional<Grant> logIn(String address, String password, String client) throws InterruptedException {
        var email = EmailAddress.parse(address);
        if (email.isEmpty()) {
            parts.passwords.verifyNothing(password);
            return refused("(not an address)", client, "unknown address");
        }
        if (!parts.guard.admits(email.get(), client)) {
            parts.passwords.verifyNothing(password);
            return refused(email.get().value(), client, "locked after too many failures");
        }
        var account = parts.database.read(view -> UserRows.byEmail(view, email.get()));
        if (account.isEmpty()) {
            parts.passwords.verifyNothing(password);
            return refused(email.get().value(), client, "unknown address");
        }
        if (!parts.passwords.verify(password, account.get().passwordHash())) {
            return refused(email.get().value(), client, "wrong password");
        }
        parts.guard.succeeded(email.get(), client);
        return Optional.of(begun(account.get(), password, client));
    }

    private Optional<Grant> refused(String who, String client, String why) {
        parts.audit.tell(Event.LOG_IN_REFUSED, who, client, why);
        return Optional.empty();
    }

    private Grant begun(Account account, String password, String client) throws InterruptedException {
        var user = account.user();
        var better = parts.passwords.needsRehash(account.passwordHash())
                ? Optional.of(parts.passwords.hash(password))
                : Optional.<String>empty();
        var session = Ids.random();
        var refresh = OpaqueToken.random(random);
        parts.database.write(tx -> {
            better.ifPresent(hash -> UserRows.keepHash(tx, user.id(), hash));
            SessionRows.tidy(tx, user.id());
            SessionRows.add(tx, session, user.id(), parts.lifetime);
            SessionRows.addToken(tx, session, refresh.hash());
            return session;
        });
        parts.audit.tell(Event.LOGGED_IN, user.id(), client);
        return new Grant(token(user, session), refresh);
    }

    /// The next tokens for a refresh token that is good and unused; one that was used before ends its session.
    Optional<Grant> refresh(String text, String client) {
        var token = OpaqueToken.parse(text);
        if (token.isEmpty()) {
            parts.audit.tell(Event.REFRESH_REFUSED, "(unknown)", client, "malformed token");
            return Optional.empty();
        }
        var next = OpaqueToken.random(random);
        return switch (parts.database.write(tx -> rotated(tx, token.get().hash(), next.hash()))) {
            case Rotation.Done(var user, var session) -> {
                parts.audit.tell(Event.REFRESHED, user.id(), client);
                yield Optional.of(new Grant(token(user, session), next));
            }
            case Rotation.Refused(var who, var why) -> {
                parts.audit.tell(Event.REFRESH_REFUSED, who, client, why);
                yield Optional.empty();
            }
        };
    }

    private static Rotation rotated(Tx tx, String hash, String next) {
        var found = SessionRows.byToken(tx, hash);
        if (found.isEmpty()) {
            return new Rotation.Refused("(unknown)", "unknown token");
        }
        var session = found.get();
        if (session.over(tx.now())) {
            return new Rotation.Refused(session.user().id(), "the session is over");
        }
        if (!SessionRows.use(tx, hash)) {
            SessionRows.end(tx, session.id());
            return new Rotation.Refused(session.user().id(), "used token: the session was ended");
        }
        SessionRows.addToken(tx, session.id(), next);
        return new Rotation.Done(session.user(), session.id());
    }

    private sealed interface Rotation {
        record Done(User user, String session) implements Rotation {}

        record Refused(String who, String why) implements Rotation {}
    }

    /// Ends the session: its refresh tokens are worthless from now on. Ending it twice is harmless.
    void end(String session, String userId, String client) {
        parts.database.write(tx -> {
            SessionRows.end(tx, session);
            return session;
        });
        parts.audit.tell(Event.LOGGED_OUT, userId, client);
    }

    private Token token(User user, String session) {
        var further = Map.of("email", user.email().value(), "name", user.name(), "sid", session);
        return parts.issuer.issue(new Principal(user.id(), Set.of(user.level().text())), further);
    }
}
