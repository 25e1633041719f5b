package dev.margay.messaging;

import java.util.List;

/// Events by subject, kept in one log: every group of subscribers gets each of them. Safe for many threads.
///
/// Subjects are dotted tokens of `a-z 0-9 _ -`; in patterns `*` stands for one token and `>` at the end for the rest.
/// Events are kept for 7 days and until every known group has them; of events with a key, the newest of each key is
/// kept for ever (30 days if it is a tombstone), where all subjects that differ only in their last token share their
/// keys. So an event with a key has to carry all that is known about the key.
public interface Topics {

    /// Publishes the value as an event, if and when the transaction commits; it comes here by the service's outbox.
    ///
    /// @return the id of the event
    default String publish(Transaction transaction, String subject, Object value) {
        return publish(transaction, subject, Message.of(value));
    }

    /// As [#publish(Transaction, String, Object)], with key, version, headers or id of your own.
    String publish(Transaction transaction, String subject, Message event);

    /// Publishes the value as an event now; when this returns, the event is safe.
    ///
    /// @return the id of the event
    default String publish(String subject, Object value) {
        var event = Message.of(value);
        publish(subject, event);
        return event.id();
    }

    /// As [#publish(String, Object)], with key, version, headers or id of your own.
    ///
    /// @throws Queue.RefusedException when the id belongs to another event
    MessageStore.Published publish(String subject, Message event);

    /// Begins to hand the events that the pattern covers to one member of the group each.
    default <T> Subscription subscribe(
            String pattern, Group group, Class<T> type, MessageHandler.Plain<? super T> handler) {
        return subscribe(pattern, group, type, (value, _) -> handler.handle(value));
    }

    /// As above, for a handler that wants to know subject, key, version, attempt.
    <T> Subscription subscribe(String pattern, Group group, Class<T> type, MessageHandler<? super T> handler);

    /// Begins to feed the events that the pattern covers to a view that keeps its own position, from there on.
    ///
    /// Events come in their order, on one thread. A view that throws gets the same events again, after a wait. What
    /// cannot be read as the type is skipped and becomes one of the [#deadLetters(String)].
    <T> Subscription project(String name, String pattern, Class<T> type, Projection<T> view);

    /// What the group could not handle.
    DeadLetters deadLetters(String pattern, String group);

    /// What a projection could not read, by the name it was given. It can be looked at and discarded, not put back: the
    /// view has passed it, and may have applied later events of its key. A view that can read it now begins again.
    DeadLetters deadLetters(String projection);

    /// Ends a group that is needed no more: its position is forgotten, so that events it has not seen can go.
    void forget(String pattern, String group);

    /// A view of the events, such as a search index, that stores its position in the log together with its content.
    interface Projection<T> {

        /// Up to where the view has seen the log; 0 when it is empty. Asked once, at the start.
        long position() throws Exception;

        /// Brings the view up to this position, in one step: content and position are kept together, or neither.
        ///
        /// @param events new ones in their order; none, if only others were published
        void apply(List<Event<T>> events, long position) throws Exception;

        /// Empties the view, because events between its position and the oldest kept may be missing.
        void clear() throws Exception;
    }

    /// One event as a projection gets it.
    record Event<T>(T value, Delivery delivery) {}
}
