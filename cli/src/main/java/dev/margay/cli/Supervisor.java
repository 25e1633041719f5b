package dev.margay.cli;

import dev.margay.cli.Program.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Keeps programs running, from the first start until all are stopped. One thread at a time.
final class Supervisor {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int HOPELESS = 3;
    private static final int LINES_SHOWN = 12;

    /// When, counted from the beginning of the end, each role must be gone; whoever is late is killed.
    private static final Duration DOOR_GONE = Duration.ofMillis(1_500);
    private static final Duration SERVICES_GONE = Duration.ofMillis(3_200);
    private static final Duration DATABASE_GONE = Duration.ofMillis(4_600);

    private final List<Child> children;
    private final Home home;
    private final Console console;

    Supervisor(List<Program> programs, Home home, Restarts restarts, Console console) {
        this.home = home;
        this.console = console;
        this.children = programs.stream()
                .map(program -> new Child(program, home, restarts, console))
                .toList();
    }

    List<Child> children() {
        return children;
    }

    /// Starts everything, the databases first, and waits until all is ready; false if the wish to end came before.
    boolean start(Duration limit, Stop stop) throws InterruptedException {
        long began = System.nanoTime();
        return started(of(Role.DATABASE), Spans.left(limit, began), stop)
                && started(of(Role.SERVICE, Role.DOOR), Spans.left(limit, began), stop);
    }

    /// Stops everything, the door first, the databases last.
    void stop() throws InterruptedException {
        long began = System.nanoTime();
        children.forEach(Child::retire);
        end(of(Role.DOOR), DOOR_GONE, began);
        end(of(Role.SERVICE), SERVICES_GONE, began);
        end(of(Role.DATABASE), DATABASE_GONE, began);
    }

    private List<Child> of(Role... roles) {
        var wanted = Set.of(roles);
        return children.stream()
                .filter(child -> wanted.contains(child.program().role()))
                .toList();
    }

    private boolean started(List<Child> some, Duration limit, Stop stop) throws InterruptedException {
        long began = System.nanoTime();
        long lastWord = began;
        some.forEach(Child::start);
        while (!some.stream().allMatch(Child::ready)) {
            if (some.stream().anyMatch(child -> child.failedStarts() >= HOPELESS)) {
                refuse(some, child -> child.failedStarts() > 0, "cannot be started");
            }
            if (Spans.left(limit, began).isZero()) {
                refuse(some, child -> !child.ready(), "not ready after " + Spans.shown(limit));
            }
            if (Spans.left(SILENCE, lastWord).isZero()) {
                console.event("waiting for " + names(some, child -> !child.ready()));
                lastWord = System.nanoTime();
            }
            if (stop.within(POLL)) {
                return false;
            }
        }
        return true;
    }

    private void refuse(List<Child> some, Predicate<Child> culprit, String why) {
        if (some.stream().anyMatch(culprit)) {
            var logs = some.stream()
                    .filter(culprit)
                    .map(this::lastLines)
                    .collect(Collectors.joining(System.lineSeparator()));
            throw new CommandFailedException("%s: %s%n%s".formatted(why, names(some, culprit), logs));
        }
    }

    private static String names(List<Child> some, Predicate<Child> which) {
        return some.stream().filter(which).map(child -> child.program().name()).collect(Collectors.joining(", "));
    }

    private String lastLines(Child child) {
        var log = home.logFile(child.program().name());
        var lines = new ArrayList<String>();
        lines.add("the last lines of " + Home.shown(log) + ":");
        Launch.lastLines(log, LINES_SHOWN).forEach(line -> lines.add("  " + line));
        return String.join(System.lineSeparator(), lines);
    }

    private static void end(List<Child> some, Duration limit, long began) throws InterruptedException {
        some.forEach(Child::stop);
        for (var child : some) {
            child.end(Spans.left(limit, began));
        }
    }
}
