package kittens.search;

import dev.margay.messaging.MessagingEvent;
import java.util.function.Consumer;

/// Whether the index has seen what was in the log at the start: before that, answers miss kittens that were there
/// before. Safe for many threads.
final class Arrival implements Consumer<MessagingEvent> {

    private volatile boolean arrived;
    private volatile long behind = -1;

    @Override
    public void accept(MessagingEvent event) {
        switch (event) {
            case MessagingEvent.Projected projected -> behind = projected.behind();
            case MessagingEvent.CaughtUp _ -> arrived = true;
            default -> {} // what else happens is no news of the index
        }
    }

    /// Throws until the index has caught up: the readiness check.
    void check() {
        if (!arrived) {
            throw new IllegalStateException(
                    behind < 0 ? "the log was not read yet" : "%d events still to be read".formatted(behind));
        }
    }

    /// Events the index has not seen; 0 before the first reading.
    double lag() {
        return Math.max(0, behind);
    }
}
