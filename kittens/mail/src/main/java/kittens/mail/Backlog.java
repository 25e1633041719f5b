package kittens.mail;

import dev.margay.messaging.MessageStore;
import dev.margay.messaging.work.Messaging;
import java.time.Duration;

/// Watches how long mail has to wait.
final class Backlog {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Messaging messaging;

    Backlog(Messaging messaging) {
        this.messaging = messaging;
    }

    /// @throws IllegalStateException when mail has been due for too long
    void check() {
        messaging.depths().forEach(Backlog::refuseTooOld);
    }

    private static void refuseTooOld(String source, MessageStore.Depth depth) {
        boolean ours = source.equals(Welcome.QUEUE) || source.contains(NewOrder.GROUP);
        if (ours && depth.oldest().compareTo(PATIENCE) > 0) {
            throw new IllegalStateException("%s: %d wait, the oldest for %s (expected: at most %s)"
                    .formatted(source, depth.ready(), depth.oldest(), PATIENCE));
        }
    }
}
