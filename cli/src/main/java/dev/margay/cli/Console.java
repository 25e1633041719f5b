package dev.margay.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// What the person at the terminal reads: plain lines, events with the time of day. Safe for many threads.
final class Console {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final InstantSource clock;

    private Console(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    static Console of(PrintStream out) {
        return new Console(out, InstantSource.system());
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void event(String text) {
        var now = LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault());
        line(TIME.format(now) + "  " + text);
    }
}
