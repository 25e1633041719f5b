package dev.margay.messaging;

import dev.margay.messaging.Delivery.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages that could not be handled, with what went wrong; they stay until somebody acts. Safe for many threads.
///
/// Looking at them changes nothing.
public interface DeadLetters {

    long count();

    /// The first ones, in the order they were published.
    default List<Letter> list(int most) {
        return list(0, most);
    }

    /// Those that follow a number, at most 1,000; fewer when they are large, about 4 MiB and at least one.
    /// Nothing follows when the list is empty.
    List<Letter> list(long after, int most);

    Optional<Letter> get(String id);

    /// Puts messages back into their queue with the same id and their history, for a fresh round of attempts.
    ///
    /// @return how many of them were dead letters
    /// @throws RedriveRefusedException when there is no way back; nothing was changed
    int redrive(List<String> ids);

    /// Gives messages up; who did it is kept, in 1 to 200 characters. They are done, so that their ids stay known.
    ///
    /// @return how many of them were dead letters
    int discard(List<String> ids, String by);

    /// How many letters a list may be asked for.
    ///
    /// @throws IllegalArgumentException when it is not 1 to 1,000
    static int checkMost(int most) {
        if (most < 1 || most > 1_000) {
            throw new IllegalArgumentException("most: %d (expected: 1 to 1000)".formatted(most));
        }
        return most;
    }

    /// Who gives messages up.
    ///
    /// @throws IllegalArgumentException when it is blank or longer than 200 characters
    static String checkBy(String by) {
        if (by.isBlank() || by.length() > 200) {
            throw new IllegalArgumentException(
                    "by: %d characters (expected: who it is, in 1 to 200)".formatted(by.length()));
        }
        return by;
    }

    /// A message that could not be handled.
    ///
    /// @param number place in the list
    /// @param queue where it comes from; where it was to go, if it was set aside in an outbox
    /// @param reason `poison`, `exhausted`, `crash-loop` or `expired`; `refused` if it was set aside in an outbox
    /// @param counts of what happened to it
    record Letter(
            long number,
            String queue,
            Message message,
            String reason,
            Instant since,
            Counts counts,
            List<Failure> failures) {

        public Letter {
            failures = List.copyOf(failures);
        }
    }

    /// What happened to a message so far.
    ///
    /// @param failures handlings that failed, since it was last put back
    /// @param crashes workers that died over it, since it was last put back
    /// @param deliveries how often it was handed out
    /// @param redrives how often it was put back
    /// @param dropped entries of its history that were not kept
    record Counts(int failures, int crashes, int deliveries, int redrives, int dropped) {}

    /// There is no queue these messages could be put back into; the message says what to do instead.
    final class RedriveRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public RedriveRefusedException(String message) {
            super(message);
        }
    }
}
