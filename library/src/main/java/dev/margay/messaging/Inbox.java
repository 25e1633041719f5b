package dev.margay.messaging;

/// Makes the effect of a message happen once, although it may be delivered more often: the change and a mark of the
/// message's id are one transaction of the service's own database.
///
/// @param <X> the database's transactions
public interface Inbox<X extends Transaction> {

    /// A handler whose work runs in a transaction, and not at all if the consumer has handled this id before.
    ///
    /// When the work throws, its changes and the mark are undone together. Ids are remembered for 8 days.
    ///
    /// @param consumer who must not repeat itself; constant over restarts, such as the name of the group
    <T> MessageHandler<T> once(String consumer, Work<X, ? super T> work);

    /// What is done inside the transaction: it may run more than once, so it changes nothing else.
    @FunctionalInterface
    interface Work<X extends Transaction, T> {
        void handle(X transaction, T value, Delivery delivery) throws Exception;
    }
}
