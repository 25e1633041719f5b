package kittens.mail;

import dev.margay.messaging.Names;
import dev.margay.messaging.work.Messaging;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Watches how long mail has to wait while this program could send it.
final class Backlog {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> OURS = List.of(Welcome.QUEUE, Names.groupQueue(NewOrder.SUBJECT, NewOrder.GROUP));

    private final Messaging messaging;
    private final InstantSource clock;
    private final Instant start;

    /// From now on.
    Backlog(Messaging messaging, InstantSource clock) {
        this.messaging = messaging;
        this.clock = clock;
        this.start = clock.instant();
    }

    /// What waited before the start is no reason to call the program unfit at once.
    ///
    /// @throws IllegalStateException when a letter has waited for too long, however often it was tried
    void check() {
        OURS.forEach(this::refuseTooOld);
    }

    private void refuseTooOld(String source) {
        var depth = messaging.depth(source);
        boolean old = depth.age().compareTo(PATIENCE) > 0;
        if (old && Duration.between(start, clock.instant()).compareTo(PATIENCE) > 0) {
            throw new IllegalStateException("%s: %d wait, the oldest for %s (expected: at most %s)"
                    .formatted(source, depth.ready() + depth.scheduled() + depth.leased(), depth.age(), PATIENCE));
        }
    }
}
