package kittens.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.messaging.Message;
import dev.margay.messaging.Queue;
import dev.margay.security.Passwords;
import dev.margay.sql.Sql;
import dev.margay.sql.UniqueViolationException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes and finds users. Safe for many threads.
final class Accounts {

    private final Sql database;
    private final Passwords passwords;
    private final Queue welcome;
    private final Supplier<String> ids;

    /// @param welcome takes a [Welcome] for each new user
    Accounts(Sql database, Passwords passwords, Queue welcome, Supplier<String> ids) {
        this.database = database;
        this.passwords = passwords;
        this.welcome = welcome;
        this.ids = ids;
    }

    /// What became of a registration.
    sealed interface Registration {

        record Done(User user) implements Registration {}

        /// The address is somebody's already.
        record Taken() implements Registration {}
    }

    /// What the welcome e-mail needs to know.
    record Welcome(@JsonProperty("user_id") String userId, String name, String email) {}

    /// Makes a user and queues the welcome e-mail, both or neither.
    Registration register(EmailAddress email, String name, String password) throws InterruptedException {
        if (database.read(view -> UserRows.byEmail(view, email)).isPresent()) {
            return new Registration.Taken();
        }
        var hash = passwords.hash(password);
        var id = ids.get();
        var letter = Message.of(new Welcome(id, name, email.value())).name("user.registered");
        try {
            return database.write(tx -> {
                var user = new User(id, email, name, User.Level.USER, tx.now());
                UserRows.add(tx, user, hash);
                welcome.publish(tx, letter);
                return new Registration.Done(user);
            });
        } catch (UniqueViolationException _) {
            return new Registration.Taken(); // by somebody who registered while this password was hashed
        }
    }

    /// Makes an administrator unless there is one, whoever made it; says whether it was made now.
    boolean ensureAdministrator(EmailAddress email, Supplier<String> password) throws InterruptedException {
        if (database.read(UserRows::hasAdministrator)) {
            return false;
        }
        var hash = passwords.hash(password.get());
        var id = ids.get();
        try {
            return database.write(tx -> {
                if (UserRows.hasAdministrator(tx)) {
                    return false;
                }
                UserRows.add(tx, administrator(id, email, tx.now()), hash);
                return true;
            });
        } catch (UniqueViolationException e) {
            if (database.read(UserRows::hasAdministrator)) {
                return false; // another process of this service was first
            }
            throw new IllegalStateException(
                    "admin.email '%s' belongs to an ordinary user (expected: an address nobody has)".formatted(email),
                    e);
        }
    }

    private static User administrator(String id, EmailAddress email, Instant now) {
        return new User(id, email, "Administrator", User.Level.ADMIN, now);
    }

    Optional<User> byId(String id) {
        return database.read(view -> UserRows.byId(view, id));
    }
}
