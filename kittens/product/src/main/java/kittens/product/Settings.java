package kittens.product;

import dev.margay.config.Secret;
import dev.margay.sql.SqlLog;
import dev.margay.sql.SqlOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// What the program can be told from outside. Immutable.
///
/// @param home directory of all state
/// @param auth where tokens come from
/// @param database the program's own
/// @param broker that of all programs
record Settings(Path home, Auth auth, Database database, Database broker) {

    static Settings usual() {
        var embedded = new Database(Optional.empty(), "", new Secret(""));
        return new Settings(Path.of(".margay"), new Auth(URI.create("http://127.0.0.1:8081")), embedded, embedded);
    }

    SqlOptions own() {
        return database.options("product", home.resolve("data/product.db"));
    }

    SqlOptions shared() {
        return broker.options("broker", home.resolve("broker.db")).shared();
    }

    /// @param url of the service whose keys sign tokens
    record Auth(URI url) {}

    /// @param url a SQLite file below [Settings#home()] by default
    record Database(Optional<String> url, String user, Secret password) {

        private SqlOptions options(String name, Path file) {
            return SqlOptions.at(url.orElse("jdbc:sqlite:" + file), user, password.value())
                    .events(SqlLog.of(name));
        }
    }
}
