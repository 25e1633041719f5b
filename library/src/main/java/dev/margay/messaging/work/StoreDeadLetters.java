package dev.margay.messaging.work;

import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore;
import java.util.List;
import java.util.Optional;

/// The dead letters of one queue of a store.
final class StoreDeadLetters implements DeadLetters {

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
        return store.deadLetters(queue, after, DeadLetters.checkMost(most));
    }

    @Override
    public Optional<Letter> get(String id) {
        return Message.isId(id) ? store.deadLetter(queue, id) : Optional.empty();
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
        return store.discard(queue, possible(ids), DeadLetters.checkBy(by));
    }

    /// Not every database can compare what no id is made of, or tells it apart.
    private static List<String> possible(List<String> ids) {
        return ids.stream().filter(Message::isId).toList();
    }
}
