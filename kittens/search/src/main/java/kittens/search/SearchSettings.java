package kittens.search;

import dev.margay.config.Secret;
import dev.margay.sql.SqlOptions;
import java.nio.file.Path;

/// Where things are. Immutable.
///
/// @param home directory of the store's state
/// @param broker database with the topics; without a url it is `broker.db` in the home
record SearchSettings(Path home, Database broker) {

    static SearchSettings standard() {
        return new SearchSettings(Path.of(".margay"), new Database("", "", new Secret("")));
    }

    Path index() {
        return home.resolve("search-index");
    }

    SqlOptions brokerOptions() {
        String url = broker.url.isEmpty() ? "jdbc:sqlite:" + home.resolve("broker.db") : broker.url;
        return SqlOptions.at(url, broker.user, broker.password.value()).shared();
    }

    /// A database server's address and account.
    record Database(String url, String user, Secret password) {}
}
