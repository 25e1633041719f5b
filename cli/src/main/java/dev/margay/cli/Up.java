package dev.margay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `./margay up`: runs the kitten store until it is told to end. One thread at a time.
final class Up {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Options options;
    private final Programs programs;
    private final Console console;
    private final Stop stop;
    private final Home home;

    Up(Options options, Programs programs, Console console, Stop stop) {
        this.options = options;
        this.programs = programs;
        this.console = console;
        this.stop = stop;
        this.home = options.home();
    }

    void run() {
        home.create();
        try (var _ = HomeLock.take(home).orElseThrow(this::alreadyRunning)) {
            Leftovers.end(home, console);
            refuseTakenPorts();
            var parts = parts();
            if (parts.isPresent()) {
                noteEngine();
                supervise(parts.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private CommandFailedException alreadyRunning() {
        return new CommandFailedException("already running in %s (%s); end it by: ./margay down"
                .formatted(
                        Home.shown(home.directory()),
                        HomeLock.owner(home).map(HomeLock.Owner::shown).orElse("just ended")));
    }

    private void refuseTakenPorts() {
        Ports.taken(Programs.ports(options.firstPort())).ifPresent(taken -> {
            throw new CommandFailedException("%s; free it, or choose other ports: ./margay up --ports %d"
                    .formatted(taken.shown(), options.firstPort() + 10_000));
        });
    }

    /// All that is to run; empty if the wish to end came before it was known.
    private Optional<List<Program>> parts() throws InterruptedException {
        return switch (options.engine()) {
            case SQLITE -> Optional.of(programs.of(options, _ -> Map.of()));
            case MARIADB ->
                MariaDbInstallation.found().prepared(home, console, stop).map(this::onMariaDb);
        };
    }

    /// The search index is made from the broker's messages; that of another engine's broker would tell of other
    /// kittens.
    private void noteEngine() {
        try {
            var engine = name(options.engine());
            var before = Files.exists(home.engine())
                    ? Files.readString(home.engine()).strip()
                    : engine;
            if (!before.equals(engine)) {
                console.event("the data was on %s so far: making the search index anew".formatted(before));
                Home.delete(home.searchIndex());
            }
            Files.writeString(home.engine(), engine + System.lineSeparator());
        } catch (IOException e) {
            throw new CommandFailedException("cannot note the engine in %s: %s".formatted(home.engine(), e), e);
        }
    }

    private List<Program> onMariaDb(MariaDb database) {
        var all = new ArrayList<Program>();
        all.add(database.program());
        all.addAll(programs.of(options, database::environment));
        return all;
    }

    private void supervise(List<Program> parts) throws InterruptedException {
        long began = System.nanoTime();
        console.line("Starting the kitten store on %s in %s"
                .formatted(name(options.engine()), Home.shown(home.directory())));
        var supervisor = new Supervisor(parts, home, Restarts.standard(), console);
        try {
            if (supervisor.start(LIMIT, stop)) {
                Variables.in(System.getenv()).refuseUnknown(parts);
                welcome(supervisor, Report.Administrator.of(parts, home));
                console.line("Ready after %s. Ctrl-C, or ./margay down, ends it all.".formatted(since(began)));
                stop.await();
            }
        } finally {
            long ending = System.nanoTime();
            console.line("Stopping");
            supervisor.stop();
            console.line("Stopped after " + since(ending));
        }
    }

    private void welcome(Supervisor supervisor, Report.Administrator administrator) {
        console.line("");
        Report.of(supervisor.children(), home).forEach(console::line);
        console.line("");
        administrator.shown().forEach(console::line);
        console.line("");
        Report.firstSteps(Programs.door(options)).forEach(console::line);
        console.line("");
    }

    private static String name(Options.Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }

    private static String since(long began) {
        return Spans.shown(Duration.ofNanos(System.nanoTime() - began));
    }
}
