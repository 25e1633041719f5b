package dev.margay.cli;

import java.time.Duration;

/// `./margay down`: ends the `up` of a home, and with it everything it started.
final class Down {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(30);

    private final Home home;
    private final Console console;
    private final Stop stop;

    Down(Home home, Console console, Stop stop) {
        this.home = home;
        this.console = console;
        this.stop = stop;
    }

    void run() {
        try {
            var owner = HomeLock.owner(home);
            if (owner.isEmpty()) {
                console.line("nothing is running in " + Home.shown(home.directory()));
            } else {
                end(owner.get().process().orElseThrow(this::nameless));
            }
            Leftovers.end(home, console);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private CommandFailedException nameless() {
        return new CommandFailedException(
                "an up of %s is just starting; try again".formatted(Home.shown(home.directory())));
    }

    private void end(ProcessHandle up) throws InterruptedException {
        long began = System.nanoTime();
        up.destroy();
        while (up.isAlive() && !Spans.left(PATIENCE, began).isZero()) {
            if (stop.within(POLL)) {
                throw new CommandFailedException("interrupted while pid %d ends".formatted(up.pid()));
            }
        }
        var took = Spans.shown(Duration.ofNanos(System.nanoTime() - began));
        if (up.isAlive()) {
            up.destroyForcibly();
            console.line("pid %d did not end within %s, killed".formatted(up.pid(), took));
        } else {
            console.line("stopped the kitten store in %s (pid %d) after %s"
                    .formatted(Home.shown(home.directory()), up.pid(), took));
        }
    }
}
