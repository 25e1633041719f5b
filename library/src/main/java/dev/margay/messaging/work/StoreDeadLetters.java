package dev.margay.messaging.work;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.MessageStore;
import java.util.List;
import java.util.Optional;

/// The dead letters of one queue of a store.
final class StoreDeadLetters implements DeadLetters {

    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ID = 128;

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
        return isId(id) ? store.deadLetter(queue, id) : Optional.empty();
    }

    @Override
    public int redrive(List<String> ids) {
        if (Projecting.isQueueOfOne(queue)) {
            throw new RedriveRefusedException(
                    "%s is a projection, which has passed these events; discard them, or have its view begin again"
                            .formatted(queue.substring(0, queue.indexOf('@'))));
        }
        return store.redrive(queue, possible(ids));
    }

    @Override
    public int discard(List<String> ids, String by) {
        if (by.isBlank() || by.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "by: %d characters (expected: who it is, in 1 to %d)".formatted(by.length(), LONGEST_NAME));
        }
        return store.discard(queue, possible(ids), by);
    }

    private static List<String> possible(List<String> ids) {
        return ids.stream().filter(StoreDeadLetters::isId).toList();
    }

    /// Not every database can compare what no id is made of, or tells it apart.
    private static boolean isId(String id) {
        return id.length() <= LONGEST_ID && id.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
