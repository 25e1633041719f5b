package kittens.auth;

import dev.margay.sql.SqlOptions;
import dev.margay.test.MariaDbServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract on a server; each test has databases of its own.
final class AuthOnMariaDbIT extends AuthContract {

    private static MariaDbServer server;
    private static int databases;

    private final int number = ++databases;

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    List<String> databases() {
        return List.of(
                "--database.url=" + server.url("auth" + number),
                "--database.user=" + server.user(),
                "--database.password=" + server.password(),
                "--broker.url=" + server.url("broker" + number),
                "--broker.user=" + server.user(),
                "--broker.password=" + server.password());
    }

    @Override
    SqlOptions broker() {
        return SqlOptions.server(server.url("broker" + number), server.user(), server.password());
    }
}
