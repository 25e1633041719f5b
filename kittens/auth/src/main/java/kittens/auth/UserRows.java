package kittens.auth;

import dev.margay.sql.Row;
import dev.margay.sql.Tx;
import dev.margay.sql.UniqueViolationException;
import dev.margay.sql.View;
import java.util.Optional;

/// The table `users`.
final class UserRows {

    private UserRows() {}

    /// @throws UniqueViolationException when the address is somebody's already
    static void add(Tx tx, User user, String passwordHash) {
        tx.update(
                """
                insert into users (id, email, name, access_level, password_hash, created_at)
                values (?, ?, ?, ?, ?, ?)""", user.id(), user.email().value(), user.name(), user.level().text(), passwordHash, user.createdAt());
    }

    static Optional<User> byId(View view, String id) {
        return view.first("""
                select id, email, name, access_level, created_at from users where id = ?""", UserRows::user, id);
    }

    static Optional<Account> byEmail(View view, EmailAddress email) {
        return view.first("""
                select id, email, name, access_level, created_at, password_hash from users
                where email = ?""", UserRows::account, email.value());
    }

    static boolean hasAdministrator(View view) {
        return view.first("select id from users where access_level = 'admin' limit 1", row -> row.text("id"))
                .isPresent();
    }

    static void keepHash(Tx tx, String id, String passwordHash) {
        tx.update("update users set password_hash = ? where id = ?", passwordHash, id);
    }

    private static Account account(Row row) {
        return new Account(user(row), row.text("password_hash"));
    }

    static User user(Row row) {
        return new User(
                row.text("id"),
                new EmailAddress(row.text("email")),
                row.text("name"),
                User.Level.of(row.text("access_level")),
                row.instant("created_at"));
    }

    /// A user and what proves to be him.
    record Account(User user, String passwordHash) {

        @Override
        public String toString() {
            return "Account[user=%s, passwordHash=***]".formatted(user);
        }
    }
}
