package dev.margay.http;

import dev.margay.context.CancelledException;
import dev.margay.context.Causes;
import dev.margay.context.CorrelationId;
import dev.margay.context.DeadlineExceededException;
import dev.margay.context.Unavailable;
import dev.margay.context.Undecided;
import dev.margay.json.Json;
import dev.margay.json.JsonException;
import dev.margay.validation.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// From throwable to [Problem] to [Response]: the one place that decides what a caller learns of a failure.
public final class Problems {

    /// The media type of RFC 9457, rendered for those whose `Accept` names it.
    public static final String PROBLEM_JSON = "application/problem+json";

    /// The status of a request whose caller has left; nobody receives it.
    public static final int CANCELLED = 499;

    private static final int MOST_DETAILS = 1_000; // more would make a large answer of a small request
    private static final Headers JSON = Headers.of("Content-Type", "application/json");
    private static final Headers PROBLEM = Headers.of("Content-Type", PROBLEM_JSON);

    private Problems() {}

    /// What the caller is told. Whatever is not meant for callers becomes [Problem#internal()], without a word of it.
    public static Problem of(Throwable failure) {
        return switch (failure) {
            case ProblemException e -> e.problem();
            case JsonException e -> malformed(e);
            case DeadlineExceededException _ ->
                Problem.of(504, "DeadlineExceeded", "The time for this request was over before it was answered.");
            case CancelledException _ -> Problem.of(CANCELLED, "Cancelled", "The request was cancelled.");
            case RejectedExecutionException _ ->
                Problem.unavailable("The server has more work than it can do now.", Duration.ofSeconds(1));
            default -> ofOtherLayers(failure);
        };
    }

    private static Problem ofOtherLayers(Throwable failure) {
        if (failure instanceof Unavailable later) {
            return Problem.unavailable("This cannot be done now; nothing was changed.", later.retryAfter());
        }
        return failure instanceof Undecided
                ? Problem.of(504, "OutcomeUnknown", "It is not known whether this request has taken effect.")
                : Problem.internal();
    }

    /// 400 with a detail for each violation, the first thousand of them.
    public static Problem invalid(List<Violation> violations) {
        var details = new ArrayList<Problem.Detail>();
        for (var violation : violations.subList(0, Math.min(violations.size(), MOST_DETAILS))) {
            details.add(new Problem.Detail(violation.code(), violation.message(), violation.target()));
        }
        int count = violations.size();
        var message = "The request has %d invalid %s.".formatted(count, count == 1 ? "value" : "values");
        return Problem.of(400, "Invalid", message).with(details);
    }

    /// Whether the failure is the server's own and its cause must be logged.
    public static boolean unexpected(Throwable failure) {
        return of(failure).status() == 500;
    }

    /// Whether a failure may come of its request being given up: an interrupted wait, a connection that broke.
    public static boolean followsFromLeaving(Throwable failure) {
        return Causes.any(
                failure,
                cause -> cause instanceof InterruptedException
                        || cause instanceof CancelledException
                        || cause instanceof IOException);
    }

    /// The answer as `{"error": {...}}`.
    public static Response render(Problem problem, CorrelationId id) {
        var body = Map.of("error", members(problem, id));
        return new Response(problem.status(), JSON.with(problem.headers()), Body.of(Json.write(body)));
    }

    /// As [#render(Problem, CorrelationId)], or as `application/problem+json` if the request accepts that.
    public static Response render(Problem problem, CorrelationId id, Request request) {
        return request.headers().has("Accept") && Accept.of(request).names(PROBLEM_JSON)
                ? renderStandard(problem, id)
                : render(problem, id);
    }

    private static Response renderStandard(Problem problem, CorrelationId id) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("type", "about:blank");
        body.put("title", problem.code());
        body.put("status", problem.status());
        body.put("detail", problem.message());
        body.put("error", members(problem, id));
        return new Response(problem.status(), PROBLEM.with(problem.headers()), Body.of(Json.write(body)));
    }

    private static Map<String, @Nullable Object> members(Problem problem, CorrelationId id) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("code", problem.code());
        members.put("message", problem.message());
        if (problem.target() != null) {
            members.put("target", problem.target());
        }
        if (!problem.details().isEmpty()) {
            members.put("details", problem.details());
        }
        if (problem.inner() != null) {
            members.put("innererror", inner(problem.inner()));
        }
        members.put("retryable", problem.retryable());
        members.put("request_id", id.value());
        return members;
    }

    private static Map<String, @Nullable Object> inner(Problem.Inner inner) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("code", inner.code());
        if (inner.innererror() != null) {
            members.put("innererror", inner(inner.innererror()));
        }
        return members;
    }

    private static Problem malformed(JsonException failure) {
        var problem = Problem.of(400, "MalformedJson", failure.explanation());
        return failure.path().isEmpty() ? problem : problem.at(failure.path());
    }
}
