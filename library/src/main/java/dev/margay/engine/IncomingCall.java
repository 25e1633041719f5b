package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.context.Cancellation;
import dev.margay.context.CorrelationId;
import dev.margay.context.Deadline;
import dev.margay.context.TraceContext;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import java.time.Duration;

/// How a [Call] travels over HTTP: `X-Request-ID`, `traceparent`, `X-Request-Timeout-Ms`.
public final class IncomingCall {

    public static final String REQUEST_ID = "X-Request-ID";
    public static final String TRACEPARENT = "traceparent";
    public static final String TIMEOUT = "X-Request-Timeout-Ms";

    private static final int MOST_DIGITS = 15;

    private IncomingCall() {}

    /// The call these headers begin: strange ids and traces are replaced, the deadline must be right.
    ///
    /// @throws dev.margay.http.ProblemException 400 if the time is not a number of milliseconds
    public static Call of(Headers headers) {
        return new Call(id(headers), trace(headers), deadline(headers), null, new Cancellation());
    }

    /// Its id alone: for an answer to headers that do not make a call.
    static CorrelationId id(Headers headers) {
        String sent = headers.find(REQUEST_ID);
        return sent == null ? CorrelationId.random() : CorrelationId.parse(sent).orElseGet(CorrelationId::random);
    }

    private static TraceContext trace(Headers headers) {
        String sent = headers.find(TRACEPARENT);
        return sent == null
                ? TraceContext.random()
                : TraceContext.parse(sent).map(TraceContext::child).orElseGet(TraceContext::random);
    }

    private static Deadline deadline(Headers headers) {
        String sent = headers.find(TIMEOUT);
        return sent == null ? Deadline.none() : Deadline.after(Duration.ofMillis(millis(sent)));
    }

    private static long millis(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw Problem.badRequest("The time left is malformed (expected: whole milliseconds).")
                    .at(TIMEOUT)
                    .exception();
        }
        return Long.parseLong(text);
    }

    /// The headers with those that carry the call to the next service.
    static Headers onto(Headers headers, Call call) {
        var carried = headers.with(REQUEST_ID, call.id().value())
                .with(TRACEPARENT, call.trace().traceparent());
        return call.deadline().bounded()
                ? carried.with(
                        TIMEOUT, Long.toString(call.deadline().remaining().toMillis()))
                : carried;
    }
}
