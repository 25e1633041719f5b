package dev.margay.messaging.work;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.MessageStore;
import java.util.List;
import java.util.Optional;

/// The dead letters of one queue of a store.
final class StoreDeadLetters implements DeadLetters {

    private static final int MOST = 1_000;

    private final String queue;
    private final MessageStore store;

    StoreDeadLetters(String queue, MessageStore store) {
        this.queue = queue;
        this.store = store;
    }

    @Override
    public long count() {
        return store.depth(queue).dead();
    }

    @Override
    public List<Letter> list(long after, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most: %d (expected: 1 to %d)".formatted(most, MOST));
        }
        return store.deadLetters(queue, after, most);
    }

    @Override
    public Optional<Letter> get(String id) {
        return store.deadLetter(queue, id);
    }

    @Override
    public int redrive(List<String> ids) {
        if (Projecting.isQueueOfOne(queue)) {
            throw new RedriveRefusedException(
                    "%s is a projection, which has passed these events; discard them, or have its view begin again"
                            .formatted(queue.substring(0, queue.indexOf('@'))));
        }
        return store.redrive(queue, ids);
    }

    @Override
    public int discard(List<String> ids, String by) {
        return store.discard(queue, ids, by);
    }
}
