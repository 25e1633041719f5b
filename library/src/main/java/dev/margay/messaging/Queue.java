package dev.margay.messaging;

import java.util.List;

/// A named queue: each message goes to one handler, which has it until it is done. Safe for many threads.
public interface Queue {

    /// 1 to 16 dotted tokens of `a-z 0-9 _ -`.
    String name();

    /// Publishes the value as JSON, if and when the transaction commits; it comes here by the service's outbox.
    ///
    /// @return the id of the message
    default String publish(Transaction transaction, Object value) {
        return publish(transaction, Message.of(value));
    }

    /// As [#publish(Transaction, Object)], with key, headers, delay or id of your own.
    String publish(Transaction transaction, Message message);

    /// Publishes the value as JSON now; when this returns, the message is safe.
    ///
    /// @return the id of the message
    /// @throws RefusedException when the queue is full
    default String publish(Object value) {
        var message = Message.of(value);
        publish(message);
        return message.id();
    }

    /// As [#publish(Object)], with key, headers, delay or id of your own.
    ///
    /// After any other failure it is unknown whether the message was accepted: publish it again with the same id.
    ///
    /// @throws RefusedException when the queue is full, or the id belongs to another message
    default MessageStore.Published publish(Message message) {
        return publish(List.of(message)).getFirst();
    }

    /// Publishes all messages or, when it throws, none of them; at most 1,000.
    List<MessageStore.Published> publish(List<Message> messages);

    /// Begins to hand messages to the handler, as [ConsumerOptions#usual()].
    default <T> Subscription consume(Class<T> type, MessageHandler.Plain<? super T> handler) {
        return consume(type, ConsumerOptions.usual(), handler);
    }

    /// Begins to hand messages and their deliveries to the handler, as [ConsumerOptions#usual()].
    default <T> Subscription consume(Class<T> type, MessageHandler<? super T> handler) {
        return consume(type, ConsumerOptions.usual(), handler);
    }

    default <T> Subscription consume(Class<T> type, ConsumerOptions options, MessageHandler.Plain<? super T> handler) {
        return consume(type, options, (value, _) -> handler.handle(value));
    }

    /// Begins to hand messages to the handler, until the subscription is closed. What cannot be read as the type is a
    /// dead letter at once.
    <T> Subscription consume(Class<T> type, ConsumerOptions options, MessageHandler<? super T> handler);

    /// What could not be done.
    DeadLetters deadLetters();

    /// Hands out no messages until [#resume()]; publishing goes on.
    void pause();

    void resume();

    MessageStore.Depth depth();

    /// The store did not accept a message; nothing was published.
    final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        public RefusedException(Reason reason, String message) {
            super(message);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }

        /// Why a message was not accepted.
        public enum Reason {
            /// The queue holds as much as it may; try again later.
            FULL,
            /// Another message had this id.
            ID_TAKEN
        }
    }
}
