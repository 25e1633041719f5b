package kittens.auth;

import dev.margay.sql.Row;
import dev.margay.sql.Tx;
import dev.margay.sql.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The tables `sessions` and `refresh_tokens`.
final class SessionRows {

    private SessionRows() {}

    static void add(Tx tx, String id, String userId, Duration lifetime) {
        tx.update(
                "insert into sessions (id, user_id, created_at, expires_at) values (?, ?, ?, ?)",
                id,
                userId,
                tx.now(),
                tx.now().plus(lifetime));
    }

    static void addToken(Tx tx, String sessionId, String hash) {
        tx.update("insert into refresh_tokens (hash, session_id) values (?, ?)", hash, sessionId);
    }

    /// The session a refresh token belongs to, and its user.
    static Optional<Session> byToken(View view, String hash) {
        return view.first("""
                select s.id as session_id, s.expires_at, s.ended_at,
                    u.id, u.email, u.name, u.access_level, u.created_at
                from refresh_tokens t
                    join sessions s on s.id = t.session_id
                    join users u on u.id = s.user_id
                where t.hash = ?""", SessionRows::session, hash);
    }

    /// Marks the token as used, and says whether it was not before.
    static boolean use(Tx tx, String hash) {
        return tx.update("update refresh_tokens set used_at = ? where hash = ? and used_at is null", tx.now(), hash)
                == 1;
    }

    static void end(Tx tx, String sessionId) {
        tx.update("update sessions set ended_at = ? where id = ? and ended_at is null", tx.now(), sessionId);
    }

    /// Deletes a user's sessions that can never be used again.
    static void tidy(Tx tx, String userId) {
        tx.update("""
                delete from refresh_tokens
                where session_id in (select id from sessions where user_id = ? and expires_at <= ?)""", userId, tx.now());
        tx.update("delete from sessions where user_id = ? and expires_at <= ?", userId, tx.now());
    }

    private static Session session(Row row) {
        return new Session(
                row.text("session_id"),
                UserRows.user(row),
                row.instant("expires_at"),
                row.optionalInstant("ended_at").isPresent());
    }

    /// From one log-in to its end.
    record Session(String id, User user, Instant expiresAt, boolean ended) {

        boolean over(Instant now) {
            return ended || !now.isBefore(expiresAt);
        }
    }
}
