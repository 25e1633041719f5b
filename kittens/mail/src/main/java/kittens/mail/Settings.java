package kittens.mail;

import dev.margay.config.Secret;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.SqlOptions.Address;
import java.nio.file.Path;
import java.util.Optional;

/// What the program can be told from outside. Immutable.
///
/// @param home directory of all state
/// @param mail where letters go
/// @param database the program's own
/// @param broker that of all programs
record Settings(Path home, Mail mail, Address database, Address broker) {

    static Settings standard() {
        return new Settings(Path.of(".margay"), Mail.standard(), Address.UNSET, Address.UNSET);
    }

    SqlOptions own() {
        return database.or(home.resolve("data/mail.db"), "mail");
    }

    SqlOptions shared() {
        return broker.or(home.resolve("broker.db"), "broker").shared();
    }

    Post post() {
        return mail.smtp()
                .<Post>map(address -> SmtpServer.at(address, mail))
                .orElseGet(() -> new EmlFiles(mail.directory().orElse(home.resolve("mail"))));
    }

    /// @param directory for files; `mail` below [Settings#home()] by default
    /// @param smtp `host:port` of a mail server, in place of files
    /// @param user who logs in there; empty if nobody has to
    /// @param encryption by STARTTLS; required by default if there is a user, whose password is not for everybody
    record Mail(
            Optional<Path> directory,
            Optional<String> smtp,
            String user,
            Secret password,
            Optional<Encryption> encryption) {

        Mail {
            if (user.isEmpty() != password.value().isEmpty()) {
                throw new IllegalArgumentException("mail.user: '%s' %s a mail.password (expected: both or neither)"
                        .formatted(user, user.isEmpty() ? "with" : "without"));
            }
            if (!user.isEmpty() && smtp.isEmpty()) {
                throw new IllegalArgumentException(
                        "mail.user: '%s' without a mail.smtp (expected: the host:port where it logs in)"
                                .formatted(user));
            }
        }

        static Mail standard() {
            return new Mail(Optional.empty(), Optional.empty(), "", new Secret(""), Optional.empty());
        }

        boolean logsIn() {
            return !user.isEmpty();
        }

        boolean requiresEncryption() {
            return encryption.orElse(logsIn() ? Encryption.REQUIRED : Encryption.IF_OFFERED) == Encryption.REQUIRED;
        }
    }

    /// What if a mail server does not offer it.
    enum Encryption {
        /// Mail waits until it does.
        REQUIRED,
        /// Mail goes without.
        IF_OFFERED
    }
}
