package dev.margay.engine;

import dev.margay.http.Problem;
import java.time.Duration;

/// What the engine answers before any handler exists.
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    static Problem malformed(int status, String reason) {
        return switch (status) {
            case 413 -> Problem.of(413, "ContentTooLarge", "The body is too large (expected: %s).".formatted(reason));
            case 414 -> Problem.of(414, "UriTooLong", "The request line is too long.");
            case 417 -> Problem.of(417, "ExpectationFailed", "Only the expectation 100-continue can be met.");
            case 431 -> Problem.of(431, "HeadersTooLarge", "The headers are too many or too large.");
            default -> Problem.of(status, "MalformedRequest", "The request is no valid HTTP: %s.".formatted(reason));
        };
    }

    static Problem tooSlow() {
        return Problem.of(408, "RequestTimeout", "The request did not arrive in time.");
    }

    static Problem busy() {
        return Problem.unavailable("The server has more requests than it can serve now.", SOON);
    }

    static Problem late() {
        return Problem.of(504, "DeadlineExceeded", "The time for this request was over before it was begun.");
    }
}
