package kittens.search;

import dev.margay.sql.SqlOptions;
import dev.margay.sql.SqlOptions.Address;
import java.nio.file.Path;

/// Where things are. Immutable.
///
/// @param home directory of the store's state
/// @param broker database with the topics; without a url it is `broker.db` in the home
record Settings(Path home, Address broker) {

    static Settings standard() {
        return new Settings(Path.of(".margay"), Address.UNSET);
    }

    Path index() {
        return home.resolve("search-index");
    }

    SqlOptions shared() {
        return broker.or(home.resolve("broker.db"), "broker").shared();
    }
}
