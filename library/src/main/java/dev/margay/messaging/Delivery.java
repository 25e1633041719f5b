package dev.margay.messaging;

import java.time.Instant;
import java.util.List;

/// One delivery of a message to a handler: the message, and how it came here. Immutable.
///
/// @param source the queue, or the subject the event was published under
/// @param message what was published
/// @param published when the store accepted it
/// @param position place in the log of events; 0 for messages of a queue
/// @param attempt 1 for the first try; one more for every try that failed
/// @param deliveries how often the message was handed out, this time included
/// @param failures what went wrong before, oldest first
public record Delivery(
        String source,
        Message message,
        Instant published,
        long position,
        int attempt,
        int deliveries,
        List<Failure> failures) {

    public Delivery {
        failures = List.copyOf(failures);
    }

    /// The id to recognise a repetition by.
    public String id() {
        return message.id();
    }

    /// One entry of a message's error history. Longer texts are cut.
    ///
    /// @param status what kind: 400 unreadable, 408 too long, 410 expired, 422 refused by the handler, 500 the
    ///     handler failed, 520 the worker died; an application may use others
    /// @param message at most 1,024 characters
    /// @param stackTrace at most 8,000 characters
    /// @param at when the store noted it, by its clock
    /// @param attempt which try it was
    /// @param worker where it was tried
    /// @param type class of the exception, at most 500 characters, or empty
    /// @param fingerprint equal for failures of the same kind at the same place
    public record Failure(
            long status,
            String message,
            String stackTrace,
            Instant at,
            int attempt,
            String worker,
            String type,
            String fingerprint) {

        private static final int MESSAGE = 1_024;
        private static final int STACK_TRACE = 8_000;
        private static final int TYPE = 500;
        private static final int WORKER = 300;
        private static final int FINGERPRINT = 64;

        public Failure {
            message = cut(message, MESSAGE);
            stackTrace = cut(stackTrace, STACK_TRACE);
            worker = cut(worker, WORKER);
            type = cut(type, TYPE);
            fingerprint = cut(fingerprint, FINGERPRINT);
        }

        /// The same failure at the time a store notes it.
        public Failure at(Instant time) {
            return new Failure(status, message, stackTrace, time, attempt, worker, type, fingerprint);
        }

        /// Between two characters, never within one.
        private static String cut(String text, int most) {
            if (text.length() <= most) {
                return text;
            }
            int end = most - 3;
            return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
        }
    }
}
