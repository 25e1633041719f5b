package dev.margay.cli;

import dev.margay.cli.Program.Place;
import dev.margay.cli.Program.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A MariaDB server of our own: data, socket and passwords in the home, a port on 127.0.0.1, nothing of the machine's
/// configuration.
///
/// Each start runs a file of statements that creates what is missing and sets the passwords, so databases and users
/// need no client and no administrator's password; the server's root is open to the user who started it, over the
/// socket, only.
final class MariaDb {

    private static final String BROKER = "broker";
    private static final List<String> OWN_DATABASE = List.of("auth", "product", "mail");
    private static final List<String> ON_BROKER = List.of("auth", "product", "mail", "search");

    /// Starts the server with a companion that ends it when our end of the pipe is gone, after the time the services
    /// need.
    private static final String WITH_LIFELINE = """
            exec 3<&0
            { cat <&3 >/dev/null; kill -0 $$ 2>/dev/null || exit; sleep 2; kill -TERM $$; } &
            exec "$@" </dev/null 3<&-
            """;

    private final Path server;
    private final Home home;
    private final int port;

    MariaDb(Path server, Home home, int port) {
        this.server = server;
        this.home = home;
        this.port = port;
    }

    /// The server as the first program of the system.
    Program program() {
        Secret.write(initFile(), statements());
        var command = new ArrayList<>(List.of("/bin/sh", "-c", WITH_LIFELINE, "mariadb"));
        command.addAll(serverCommand());
        var place = new Place("mariadb://127.0.0.1:" + port, "");
        return new Program("mariadb", Role.DATABASE, command, Map.of(), home.directory(), place, new Greeting(port));
    }

    /// Where a service finds its own database and the broker's, and the passwords for them.
    Map<String, String> environment(String service) {
        var variables = new HashMap<String, String>();
        if (OWN_DATABASE.contains(service)) {
            variables.putAll(access("MARGAY_DATABASE", service));
        }
        if (ON_BROKER.contains(service)) {
            variables.putAll(access("MARGAY_BROKER", BROKER));
        }
        return variables;
    }

    private Map<String, String> access(String prefix, String database) {
        return Map.of(
                prefix + "_URL", "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, user(database)),
                prefix + "_USER", user(database),
                prefix + "_PASSWORD_FILE", passwordFile(database).toString());
    }

    private List<String> serverCommand() {
        var command = new ArrayList<>(List.of(
                server.toString(),
                "--no-defaults",
                "--datadir=" + MariaDbInstallation.data(home),
                "--socket=mariadb.sock", // In the data directory, however long its path is.
                "--pid-file=mariadb.pid",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--init-file=" + initFile(),
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=64M",
                "--innodb-buffer-pool-dump-at-shutdown=OFF",
                "--max-connections=300",
                "--log-warnings=1"));
        command.addAll(MariaDbInstallation.asUser());
        return command;
    }

    /// One statement a line, as the server wants them.
    private String statements() {
        var text = new StringBuilder();
        for (var database :
                Stream.concat(OWN_DATABASE.stream(), Stream.of(BROKER)).toList()) {
            var account = "'%s'@'127.0.0.1'".formatted(user(database));
            var password = Secret.password(passwordFile(database));
            text.append("""
                    create database if not exists %1$s character set utf8mb4;
                    create user if not exists %2$s;
                    alter user %2$s identified by '%3$s';
                    grant all privileges on %1$s.* to %2$s;
                    """.formatted(user(database), account, password));
        }
        return text.toString();
    }

    private Path initFile() {
        return home.secrets().resolve("mariadb.sql");
    }

    private Path passwordFile(String database) {
        return home.secrets().resolve(database + "-database-password");
    }

    /// The name of the user and of its database.
    private static String user(String database) {
        return "margay_" + database;
    }

    /// Listens for the greeting that a MariaDB server sends to whoever connects once it is open for business.
    private record Greeting(int port) implements Program.Probe {

        private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(2).toMillis();
        private static final int HEADER = 4;
        private static final int PROTOCOL = 10;

        @Override
        public boolean ready() {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                var greeting = socket.getInputStream().readNBytes(HEADER + 1);
                return greeting.length > HEADER && greeting[HEADER] == PROTOCOL;
            } catch (IOException e) {
                return false; // Nobody there yet: exactly what we ask.
            }
        }
    }
}
