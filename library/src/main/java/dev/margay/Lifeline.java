package dev.margay;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What keeps a process alive: with `lifeline=stdin` it stops gracefully when its standard input ends.
///
/// So it never outlives whoever started it and holds the other end, however that one ends.
record Lifeline(Kind lifeline) {

    static final Lifeline NONE = new Lifeline(Kind.NONE);

    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);

    /// What a process depends on.
    enum Kind {
        NONE,
        STDIN
    }

    /// Ends this process, by its shutdown hooks and with status 0, when the line is cut.
    void watch() {
        if (lifeline == Kind.STDIN) {
            watch(System.in, () -> Runtime.getRuntime().exit(0));
        }
    }

    static void watch(InputStream line, Runnable cut) {
        Thread.ofPlatform().daemon().name("lifeline").start(() -> {
            awaitEnd(line);
            LOG.info("the lifeline was cut");
            cut.run();
        });
    }

    private static void awaitEnd(InputStream line) {
        try {
            line.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.warn("the lifeline broke", e);
        }
    }
}
