package dev.margay.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs of MariaDB on this machine, and the making of an empty data directory with them. Immutable.
record MariaDbInstallation(Path server, Path installer) {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int LINES_SHOWN = 12;

    static MariaDbInstallation found() {
        var server = find("mariadbd");
        var installer = find("mariadb-install-db");
        if (server.isEmpty() || installer.isEmpty()) {
            throw new CommandFailedException(
                    "%s not found; get it by: sudo apt-get install --no-install-recommends mariadb-server-core mariadb-client-core"
                            .formatted(server.isEmpty() ? "mariadbd" : "mariadb-install-db"));
        }
        return new MariaDbInstallation(server.get(), installer.get());
    }

    static Path data(Home home) {
        return home.directory().resolve("mariadb");
    }

    /// What root has to say to be let: the server refuses to run as root by accident.
    static List<String> asUser() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
    }

    /// Makes the data directory unless it is there; empty if the wish to end came before it was done.
    Optional<MariaDb> prepared(Home home, Console console, Stop stop) throws InterruptedException {
        var data = data(home);
        if (!Files.exists(data)) {
            console.event("making the database in " + Home.shown(data));
            var fresh = data.resolveSibling("mariadb.new");
            if (!install(fresh, home, stop)) {
                return Optional.empty();
            }
            move(fresh, data);
        }
        return Optional.of(new MariaDb(server, home, Ports.free()));
    }

    /// The installer is a script that cannot bear blanks in paths, so it is told a relative one.
    private boolean install(Path fresh, Home home, Stop stop) throws InterruptedException {
        Home.delete(fresh);
        var command = new ArrayList<>(List.of(
                installer.toString(),
                "--no-defaults",
                "--datadir=./" + fresh.getFileName(),
                "--skip-test-db",
                "--auth-root-authentication-method=socket",
                "--auth-root-socket-user=" + System.getProperty("user.name")));
        command.addAll(asUser());
        var log = home.logFile("mariadb-install");
        var process = started(command, home, log);
        while (process.isAlive()) {
            if (stop.within(POLL)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                return false;
            }
        }
        if (process.exitValue() != 0) {
            throw new CommandFailedException("%s failed (exit code %d), its last lines in %s:%n%s"
                    .formatted(installer, process.exitValue(), Home.shown(log), Launch.lastLines(log, LINES_SHOWN)));
        }
        return true;
    }

    /// Looks where a child would, and where servers hide from ordinary users.
    private static Optional<Path> find(String name) {
        var path = new ProcessBuilder().environment().get("PATH");
        return Stream.concat(
                        path == null ? Stream.<String>empty() : Stream.of(path.split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Process started(List<String> command, Home home, Path log) {
        try {
            return new ProcessBuilder(command)
                    .directory(home.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new CommandFailedException("cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailedException("cannot move %s to %s: %s".formatted(from, to, e), e);
        }
    }
}
