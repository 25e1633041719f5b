package dev.margay.messaging;

import java.time.Duration;

/// What is done with each message. Returning means done; throwing means try again later, see [ConsumerOptions.Retries].
///
/// A message can come more than once (the worker died, or its store did not hear that it was done), so the effect must
/// bear repetition, or be made inside [Inbox#once]. Runs on a virtual thread of its own, with the publisher's
/// correlation id and trace as the current call, which is cancelled when the message no longer belongs to this worker.
@FunctionalInterface
public interface MessageHandler<T> {

    void handle(T value, Delivery delivery) throws Exception;

    /// A handler that needs the value only.
    @FunctionalInterface
    interface Plain<T> {
        void handle(T value) throws Exception;
    }

    /// Thrown by a handler when no repetition can help: the message becomes a dead letter at once.
    final class PoisonException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public PoisonException(String reason) {
            super(reason);
        }

        public PoisonException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /// Thrown by a handler to get the message again later; not counted as a failure.
    final class RetryLaterException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private static final Duration LONGEST = Duration.ofDays(365);

        private final Duration delay;

        /// @param delay at most 365 days
        public RetryLaterException(Duration delay) {
            super("again in " + delay);
            if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("delay: %s (expected: 0 to 365 days)".formatted(delay));
            }
            this.delay = delay;
        }

        public Duration delay() {
            return delay;
        }
    }
}
