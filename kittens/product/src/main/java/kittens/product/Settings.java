package kittens.product;

import dev.margay.sql.SqlOptions;
import dev.margay.sql.SqlOptions.Address;
import java.net.URI;
import java.nio.file.Path;

/// What the program can be told from outside. Immutable.
///
/// @param home directory of all state
/// @param auth where tokens come from
/// @param database the program's own
/// @param broker that of all programs
record Settings(Path home, Auth auth, Address database, Address broker) {

    static Settings standard() {
        return new Settings(
                Path.of(".margay"), new Auth(URI.create("http://127.0.0.1:8081")), Address.UNSET, Address.UNSET);
    }

    SqlOptions own() {
        return database.or(home.resolve("data/product.db"), "product");
    }

    SqlOptions shared() {
        return broker.or(home.resolve("broker.db"), "broker").shared();
    }

    /// @param url of the service whose keys sign tokens, without a path
    record Auth(URI url) {

        Auth {
            boolean plain = "http".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawUserInfo() == null;
            if (!plain) {
                throw new IllegalArgumentException("url: %s (expected: http://host:port)".formatted(url));
            }
        }

        /// Where those keys are.
        URI keys() {
            return url.resolve("/.well-known/jwks.json");
        }
    }
}
