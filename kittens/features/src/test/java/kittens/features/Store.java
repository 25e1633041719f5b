package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The store as `./margay up` runs it, in a home and on ports of its own. Safe for many threads.
public final class Store implements AutoCloseable {

    /// Those that are meant to run, the door first.
    public static final List<String> PROGRAMS = List.of("gateway", "auth", "search", "product", "mail");

    private static final Duration START = Duration.ofMinutes(3);
    private static final AtomicInteger NEXT_PORTS =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 200) * 50);

    private final Path home;
    private final List<String> options;
    private final int firstPort = NEXT_PORTS.getAndAdd(10);
    private final HttpClient http = HttpClient.newHttpClient();
    private Process up;

    private Store(Path home, List<String> options) throws IOException {
        this.home = home;
        this.options = List.copyOf(options);
        this.up = launch();
    }

    /// Starts a store and waits until it is healthy.
    ///
    /// @param options of `up`, for example `--on mariadb`
    public static Store start(Path home, String... options) throws IOException {
        var store = new Store(home, List.of(options));
        store.awaitHealthy();
        return store;
    }

    /// Starts what was killed again, and waits until it is healthy.
    public void startAgain() throws IOException {
        up = launch();
        awaitHealthy();
    }

    private Process launch() throws IOException {
        var run = Path.of(System.getProperty("run.directory"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                cli(run).toString(),
                "up",
                "--home",
                home.toString(),
                "--ports",
                Integer.toString(firstPort)));
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    private static Path cli(Path run) throws IOException {
        try (var jars = Files.list(run)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("margay-cli"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no programs in " + run));
        }
    }

    /// What `up` printed.
    public Path output() {
        return home.resolveSibling(home.getFileName() + "-up.txt");
    }

    public void awaitHealthy() {
        Eventually.within(START, () -> {
            if (!up.isAlive()) {
                throw new IllegalStateException("up has ended: " + Files.readString(output()));
            }
            assertThat(statusOf(URI.create("http://127.0.0.1:" + (firstPort + 1_004) + "/health/ready")))
                    .isEqualTo(200);
            assertThat(Stream.of(0, 1, 2, 3).map(this::ready)).containsOnly(200);
        });
    }

    private int ready(int offset) {
        return statusOf(URI.create("http://127.0.0.1:" + (firstPort + offset) + "/health/ready"));
    }

    private int statusOf(URI page) {
        try {
            var request =
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// The address of a path behind the gateway.
    public URI at(String target) {
        return URI.create("http://127.0.0.1:" + firstPort + target);
    }

    /// The address of a path on the admin port of a program.
    public URI admin(String program, String target) {
        int offset = PROGRAMS.indexOf(program);
        return URI.create("http://127.0.0.1:" + (firstPort + 1_000 + offset) + target);
    }

    public Path home() {
        return home;
    }

    public String administratorPassword() throws IOException {
        return Files.readString(home.resolve("admin-password")).strip();
    }

    /// All mails that were delivered so far.
    public List<String> mails() throws IOException {
        try (var files = Files.list(home.resolve("mail"))) {
            var mails = new ArrayList<String>();
            for (var file :
                    files.filter(file -> file.toString().endsWith(".eml")).toList()) {
                mails.add(Files.readString(file));
            }
            return mails;
        }
    }

    public String log(String program) throws IOException {
        return Files.readString(home.resolve("log").resolve(program + ".log"));
    }

    /// The process a program runs in.
    public ProcessHandle process(String program) throws IOException {
        var pid = Long.parseLong(
                Files.readString(home.resolve("run").resolve(program + ".pid")).strip());
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("%s is not running as %d".formatted(program, pid)));
    }

    /// Kills a program as the machine would: it gets no say. Returns when it is dead.
    ///
    /// @return what it ran in
    public ProcessHandle kill(String program) throws IOException {
        var process = process(program);
        assertThat(process.destroyForcibly()).describedAs("killing %s", program).isTrue();
        awaitDead(List.of(process));
        return process;
    }

    /// Waits until `up` has a program running that was killed.
    ///
    /// @param dead as [#kill(String)] returned it
    public void awaitAnother(String program, ProcessHandle dead) {
        Eventually.within(START, () -> {
            assertThat(process(program).pid()).isNotEqualTo(dead.pid());
            assertThat(process(program).isAlive()).isTrue();
        });
    }

    /// Kills `up` and all that it started, at once.
    public void killEverything() throws IOException, InterruptedException {
        var all = processes();
        for (var program : PROGRAMS) {
            assertThat(all).contains(process(program));
        }
        all.forEach(ProcessHandle::destroyForcibly);
        awaitDead(all);
        up.waitFor();
    }

    /// `up` and all that it started.
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(up.toHandle()), up.descendants()).toList();
    }

    private static void awaitDead(List<ProcessHandle> processes) {
        Eventually.eventually(
                () -> assertThat(processes).filteredOn(ProcessHandle::isAlive).isEmpty());
    }

    /// Stops everything as Ctrl-C does.
    ///
    /// @return the exit status of `up`
    public int stop() throws InterruptedException {
        up.destroy();
        if (!up.waitFor(30, TimeUnit.SECONDS)) {
            up.destroyForcibly();
            throw new IllegalStateException("up does not end");
        }
        return up.exitValue();
    }

    /// Stops what still runs.
    @Override
    public void close() {
        try {
            if (up.isAlive()) {
                stop();
            }
        } catch (InterruptedException _) {
            up.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
