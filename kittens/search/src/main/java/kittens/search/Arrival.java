package kittens.search;

import dev.margay.messaging.MessagingEvent;
import java.util.function.Consumer;

/// Whether the index has seen the whole log once since the start: before that, answers miss kittens. Safe for many
/// threads.
final class Arrival implements Consumer<MessagingEvent> {

    private volatile boolean arrived;
    private volatile long behind = -1;

    @Override
    public void accept(MessagingEvent event) {
        if (event instanceof MessagingEvent.Projected projected) {
            behind = projected.behind();
            arrived |= behind == 0;
        }
    }

    /// Throws while the first reading of the log goes on: the readiness check.
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
