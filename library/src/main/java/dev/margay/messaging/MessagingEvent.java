package dev.margay.messaging;

import java.time.Duration;

/// What happens in messaging, for metrics and logs. The consumer runs on the thread it happened on: be quick.
///
/// What happens to one message after it was published is told within its call, the publisher's correlation id.
public sealed interface MessagingEvent {

    /// A program has begun to take messages from here.
    ///
    /// @param source queue, `pattern@group` or `projection@view`
    record Subscribed(String source) implements MessagingEvent {}

    /// A message was sent to the store.
    record Published(String destination, MessageStore.Published outcome, Duration took) implements MessagingEvent {}

    /// Messages went from the outbox to the broker.
    ///
    /// @param oldest how long the oldest of them had waited
    record Relayed(int messages, Duration oldest) implements MessagingEvent {}

    /// The broker did not take messages from the outbox; they stay there.
    record RelayFailed(Throwable cause, Duration retryIn) implements MessagingEvent {}

    /// A queue is full: what is for it stays in the outbox, and holds up nothing else. Told at each try.
    record RelayHeldUp(String queue, Duration retryIn) implements MessagingEvent {}

    /// Nothing waits in the outbox any more for a queue that was full.
    record RelayFree(String queue) implements MessagingEvent {}

    /// The broker will never take this message; it was set aside in the outbox.
    record OutboxRefused(String destination, String id, String reason) implements MessagingEvent {}

    /// A handler ended.
    ///
    /// @param source queue or `pattern@group`
    /// @param handling how long the handler took
    /// @param endToEnd since the message was published
    record Handled(String source, String id, Outcome outcome, Duration handling, Duration endToEnd)
            implements MessagingEvent {

        /// How a handling ended.
        public enum Outcome {
            DONE,
            RELEASED,
            RETRY,
            DEAD
        }
    }

    /// A handler failed; the message is tried again, or is a dead letter if there is no wait.
    record HandlerFailed(String source, Delivery delivery, Throwable cause, Duration retryIn)
            implements MessagingEvent {}

    /// A message became a dead letter.
    record DeadLettered(String source, String id, String reason, Throwable cause) implements MessagingEvent {}

    /// A message was handed out again.
    record Redelivered(String source, String id, int deliveries, int crashes) implements MessagingEvent {}

    /// The worker lost a message, because its lease ran out, before it was done with it.
    record LeaseLost(String source, String id) implements MessagingEvent {}

    /// The store did not answer a consumer; it tries again.
    record StoreFailed(String source, String what, Throwable cause, Duration retryIn) implements MessagingEvent {}

    /// A projection has moved.
    ///
    /// @param behind events it has not seen
    record Projected(String name, int events, long position, long behind) implements MessagingEvent {}

    /// A projection has seen all that was in the log when it began; told once, when the view has it.
    ///
    /// @param position up to where it has seen the log
    record CaughtUp(String name, long position) implements MessagingEvent {}

    /// A projection failed; it gets the same events again.
    record ProjectionFailed(String name, long position, Throwable cause, Duration retryIn) implements MessagingEvent {}
}
