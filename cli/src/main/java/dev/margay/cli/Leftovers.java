package dev.margay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Programs of a home whose `up` was killed: they end by themselves within seconds, or are helped.
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration POLL = Duration.ofMillis(50);

    private Leftovers() {}

    /// Waits until no program of an earlier `up` of this home is left; kills those that do not end.
    static void end(Home home, Console console) throws InterruptedException {
        if (!Files.isDirectory(home.run())) {
            return;
        }
        var left = living(home);
        if (left.isEmpty()) {
            return;
        }
        console.event("waiting for %d programs of an earlier run to end".formatted(left.size()));
        long began = System.nanoTime();
        left.forEach(ProcessHandle::destroy);
        var never = new Stop();
        while (left.stream().anyMatch(ProcessHandle::isAlive)
                && !Spans.left(PATIENCE, began).isZero()) {
            never.within(POLL);
        }
        left.stream().filter(ProcessHandle::isAlive).forEach(process -> {
            console.event("killing pid %d of an earlier run".formatted(process.pid()));
            process.destroyForcibly();
        });
    }

    private static List<ProcessHandle> living(Home home) {
        try (var files = Files.list(home.run())) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .filter(file -> !file.equals(home.pidFile("up")))
                    .map(PidFile::read)
                    .flatMap(Optional::stream)
                    .filter(process -> isOf(home, process))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + home.run(), e);
        }
    }

    /// A pid may belong to somebody else by now: ours name the home in their arguments.
    private static boolean isOf(Home home, ProcessHandle process) {
        var directory = home.directory().toString();
        return process.info().arguments().map(List::of).orElse(List.of()).stream()
                .anyMatch(argument -> argument.contains(directory));
    }
}
