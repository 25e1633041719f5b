package kittens.auth;

import dev.margay.sql.SqlOptions;
import dev.margay.sql.SqlOptions.Address;
import java.nio.file.Path;
import java.time.Duration;

/// What this program can be told from outside, besides what every service can. Immutable.
///
/// @param home directory of all state
/// @param database users and sessions; by default `data/auth.db`
/// @param broker where messages to other services go; by default `broker.db`
record Settings(Path home, Address database, Address broker, Admin admin, Token token, Session session) {

    static Settings standard() {
        return new Settings(
                Path.of(".margay"),
                Address.UNSET,
                Address.UNSET,
                new Admin("admin@kittens.local"),
                new Token(Duration.ofMinutes(15)),
                new Session(Duration.ofDays(30)));
    }

    SqlOptions own() {
        return database.or(home.resolve("data/auth.db"), "auth");
    }

    SqlOptions shared() {
        return broker.or(home.resolve("broker.db"), "broker").shared();
    }

    /// @param email of the administrator who is made at the first start
    record Admin(String email) {

        Admin {
            if (EmailAddress.parse(email).isEmpty()) {
                throw new IllegalArgumentException("admin.email: '%s' (expected: name@domain)".formatted(email));
            }
        }

        EmailAddress address() {
            return EmailAddress.parse(email).orElseThrow();
        }
    }

    /// @param lifetime of an access token
    record Token(Duration lifetime) {

        Token {
            if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("token.lifetime: %s (expected: >= 1 s)".formatted(lifetime));
            }
        }
    }

    /// @param lifetime from a log-in to the next, however often it is refreshed
    record Session(Duration lifetime) {

        Session {
            if (!lifetime.isPositive()) {
                throw new IllegalArgumentException("session.lifetime: %s (expected: > 0)".formatted(lifetime));
            }
        }
    }
}
