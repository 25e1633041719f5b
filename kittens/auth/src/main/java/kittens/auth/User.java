package kittens.auth;

import java.time.Instant;
import java.util.Locale;

/// Somebody with an account. Immutable.
record User(String id, EmailAddress email, String name, Level level, Instant createdAt) {

    /// What a user may act as.
    enum Level {
        USER,
        ADMIN;

        /// As tokens and the database name it.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Level of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
