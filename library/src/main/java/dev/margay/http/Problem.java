package dev.margay.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What went wrong, in the one vocabulary every protocol renders. Immutable.
///
/// Over HTTP it is `{"error": {"code", "message", "target", "details", "innererror", "retryable", "request_id"}}`: the
/// Microsoft REST API guideline's error object (the book's chapter 2) with two members more. The message is for the
/// caller: it never names internals.
///
/// @param status the HTTP status it goes with, 400 to 599
/// @param code stable name of the kind of error, for programs: `OutOfStock`
/// @param message one sentence for people
/// @param target the field, parameter or thing that is wrong; null if it is the whole
/// @param details each single violation
/// @param inner a more specific error inside this one
/// @param retryable whether the same request may succeed later
/// @param headers fields that belong to the answer, such as `Retry-After` or `WWW-Authenticate`
public record Problem(
        int status,
        String code,
        String message,
        @Nullable String target,
        List<Detail> details,
        @Nullable Inner inner,
        boolean retryable,
        Headers headers) {

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("problem status: %d (expected: 400 to 599)".formatted(status));
        }
        details = List.copyOf(details);
    }

    /// A problem of this status, code and message; retryable for 429, 503 and 504.
    public static Problem of(int status, String code, String message) {
        boolean retryable = status == 429 || status == 503 || status == 504;
        return new Problem(status, code, message, null, List.of(), null, retryable, Headers.empty());
    }

    public static Problem badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static Problem unauthorized(String message) {
        return of(401, "Unauthorized", message).with("WWW-Authenticate", "Bearer");
    }

    public static Problem forbidden(String message) {
        return of(403, "Forbidden", message);
    }

    public static Problem notFound(String message) {
        return of(404, "NotFound", message);
    }

    public static Problem conflict(String code, String message) {
        return of(409, code, message);
    }

    /// 413, with the limit in bytes.
    public static Problem tooLarge(long most) {
        return of(413, "ContentTooLarge", "The body is too large (expected: at most %d bytes).".formatted(most));
    }

    /// 503, with the time after which it is worth trying again.
    public static Problem unavailable(String message, Duration retryAfter) {
        return of(503, "Unavailable", message).with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /// 500 without a word about the cause.
    public static Problem internal() {
        return of(500, "InternalError", "The server failed to answer this request.");
    }

    /// This problem, blamed on a field, parameter or thing.
    public Problem at(String where) {
        return new Problem(status, code, message, where, details, inner, retryable, headers);
    }

    /// This problem with one violation more.
    public Problem and(Detail detail) {
        var more = new ArrayList<>(details);
        more.add(detail);
        return new Problem(status, code, message, target, more, inner, retryable, headers);
    }

    /// This problem with exactly these violations.
    public Problem with(List<Detail> violations) {
        return new Problem(status, code, message, target, violations, inner, retryable, headers);
    }

    /// This problem with the more specific error inside.
    public Problem caused(Inner by) {
        return new Problem(status, code, message, target, details, by, retryable, headers);
    }

    /// This problem, answered with one more header.
    public Problem with(String header, String value) {
        return new Problem(status, code, message, target, details, inner, retryable, headers.with(header, value));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    public ProblemException exception(Throwable cause) {
        return new ProblemException(this, cause);
    }

    /// One violation among several.
    ///
    /// @param target the field, as a path such as `items[2].name`
    public record Detail(String code, String message, String target) {}

    /// A more specific error.
    public record Inner(String code, @Nullable Inner innererror) {}
}
