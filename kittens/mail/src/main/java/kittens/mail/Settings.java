package kittens.mail;

import dev.margay.config.Secret;
import dev.margay.sql.SqlLog;
import dev.margay.sql.SqlOptions;
import java.nio.file.Path;
import java.util.Optional;

/// What the program can be told from outside. Immutable.
///
/// @param home directory of all state
/// @param mail where letters go
/// @param database the program's own
/// @param broker that of all programs
record Settings(Path home, Mail mail, Database database, Database broker) {

    static Settings usual() {
        var embedded = new Database(Optional.empty(), "", new Secret(""));
        return new Settings(Path.of(".margay"), new Mail(Optional.empty(), Optional.empty()), embedded, embedded);
    }

    SqlOptions own() {
        return database.options("mail", home.resolve("data/mail.db"));
    }

    SqlOptions shared() {
        return broker.options("broker", home.resolve("broker.db")).shared();
    }

    Post post() {
        return mail.smtp()
                .<Post>map(SmtpServer::at)
                .orElseGet(() -> new EmlFiles(mail.directory().orElse(home.resolve("mail"))));
    }

    /// @param directory for files; `mail` below [Settings#home()] by default
    /// @param smtp `host:port` of a mail server, in place of files
    record Mail(Optional<Path> directory, Optional<String> smtp) {}

    /// @param url a SQLite file below [Settings#home()] by default
    record Database(Optional<String> url, String user, Secret password) {

        private SqlOptions options(String name, Path file) {
            return SqlOptions.at(url.orElse("jdbc:sqlite:" + file), user, password.value())
                    .events(SqlLog.of(name));
        }
    }
}
