package dev.margay.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A MariaDB server of its own for a test: Debian's program, on a free port of 127.0.0.1, with its data
/// in a temporary folder that goes with it.
///
/// One thread at a time.
public final class MariaDbServer implements AutoCloseable {

    private static final String PROGRAM = "mariadbd";
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/bin"));

    private final Path folder;
    private final Thread atExit = new Thread(this::end, "mariadbd-end");
    private @Nullable Process process;
    private int port;

    private MariaDbServer(Path folder) {
        this.folder = folder;
    }

    /// Makes the data folder and starts the server; takes some seconds.
    public static MariaDbServer start() {
        try {
            var server = new MariaDbServer(Files.createTempDirectory("mariadb-"));
            server.install();
            server.resume();
            Runtime.getRuntime().addShutdownHook(server.atExit);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + PROGRAM, e);
        }
    }

    /// The JDBC address of a database, which is made when first connected to.
    public String url(String database) {
        return "jdbc:mariadb://127.0.0.1:%d/%s?createDatabaseIfNotExist=true".formatted(port, database);
    }

    public String user() {
        return "margay";
    }

    public String password() {
        return "pa'ss word";
    }

    /// Ends the server at once, as a power loss does to the process; [#resume()] starts it on the same
    /// data and port.
    public void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly();
            waitFor(running, Duration.ofSeconds(30));
            process = null;
        }
    }

    /// Starts the server on the data it had.
    public void resume() {
        if (port == 0) {
            port = freePort();
        }
        process = run(List.of(
                program(PROGRAM).toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("s"),
                "--pid-file=" + folder.resolve("pid"),
                "--init-file=" + folder.resolve("init.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--user=" + System.getProperty("user.name"),
                "--skip-name-resolve",
                "--skip-log-bin",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M"));
        Eventually.within(Duration.ofMinutes(1), this::answers);
    }

    private void answers() throws IOException {
        var running = process;
        if (running != null && !running.isAlive()) {
            throw new IOException("%s ended: %s".formatted(PROGRAM, log()));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("no greeting yet");
            }
        }
    }

    private void install() throws IOException {
        Files.writeString(folder.resolve("init.sql"), """
                create user if not exists 'margay'@'127.0.0.1' identified by 'pa''ss word';
                grant all on *.* to 'margay'@'127.0.0.1';
                """);
        var installed = run(List.of(
                program("mariadb-install-db").toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        waitFor(installed, Duration.ofMinutes(2));
        if (installed.exitValue() != 0) {
            throw new IOException("mariadb-install-db: " + log());
        }
    }

    private Process run(List<String> command) {
        try {
            return new ProcessBuilder(new ArrayList<>(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static Path program(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        name + ": not installed (expected: apt-get install mariadb-server-core mariadb-client-core)"));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    private static void waitFor(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("process %d runs longer than %s".formatted(process.pid(), limit));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    /// Ends the server and deletes its data.
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        kill();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
