package kittens.mail;

import dev.margay.messaging.Names;
import dev.margay.messaging.work.Messaging;
import java.time.Duration;
import java.util.List;

/// Watches how long mail has to wait.
final class Backlog {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> OURS = List.of(Welcome.QUEUE, Names.groupQueue(NewOrder.SUBJECT, NewOrder.GROUP));

    private final Messaging messaging;

    Backlog(Messaging messaging) {
        this.messaging = messaging;
    }

    /// @throws IllegalStateException when a letter was asked for too long ago, however often it was tried
    void check() {
        OURS.forEach(this::refuseTooOld);
    }

    private void refuseTooOld(String source) {
        var depth = messaging.depth(source);
        if (depth.age().compareTo(PATIENCE) > 0) {
            throw new IllegalStateException("%s: %d wait, the oldest for %s (expected: at most %s)"
                    .formatted(source, depth.ready() + depth.scheduled() + depth.leased(), depth.age(), PATIENCE));
        }
    }
}
