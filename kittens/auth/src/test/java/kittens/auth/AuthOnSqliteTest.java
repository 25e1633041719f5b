package kittens.auth;

import dev.margay.sql.SqlOptions;
import java.util.List;

/// The contract on files.
final class AuthOnSqliteTest extends AuthContract {

    @Override
    List<String> databases() {
        return List.of();
    }

    @Override
    SqlOptions broker() {
        return SqlOptions.sharedFile(home.resolve("broker.db"));
    }
}
