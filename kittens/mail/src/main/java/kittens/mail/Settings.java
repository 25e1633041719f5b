package kittens.mail;

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

    static Settings usual() {
        return new Settings(
                Path.of(".margay"), new Mail(Optional.empty(), Optional.empty()), Address.UNSET, Address.UNSET);
    }

    SqlOptions own() {
        return database.or(home.resolve("data/mail.db"), "mail");
    }

    SqlOptions shared() {
        return broker.or(home.resolve("broker.db"), "broker").shared();
    }

    Post post() {
        return mail.smtp()
                .<Post>map(SmtpServer::at)
                .orElseGet(() -> new EmlFiles(mail.directory().orElse(home.resolve("mail"))));
    }

    /// @param directory for files; `mail` below [Settings#home()] by default
    /// @param smtp `host:port` of a mail server, in place of files
    record Mail(Optional<Path> directory, Optional<String> smtp) {}
}
