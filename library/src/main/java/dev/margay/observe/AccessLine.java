package dev.margay.observe;

import dev.margay.context.CorrelationId;
import dev.margay.context.TraceContext;
import dev.margay.http.Request;
import org.jspecify.annotations.Nullable;

/// One request and its answer, without their bodies: it may wait for a while.
///
/// @param epochMillis when it was answered
record AccessLine(
        long epochMillis, String service, CorrelationId id, TraceContext trace, Asked asked, Answered answered)
        implements Line {

    /// What was asked, and by whom.
    record Asked(String method, String target, String route, String remote) {

        static Asked of(Request request) {
            var match = request.match();
            String route = match.isPresent() ? match.get().route().template() : "";
            return new Asked(request.method(), request.target(), route, request.remote());
        }

        /// Without the query, which may hold secrets.
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }
    }

    /// What was answered.
    ///
    /// @param bytes of the body; -1 if not known beforehand
    /// @param broken why the body did not arrive as a whole, or null
    record Answered(
            int status,
            long bytes,
            long tookNanos,
            @Nullable String broken) {}

    @Override
    public void writeJson(LineBuffer target) {
        target.text("{\"time\":\"").time(epochMillis).text("\",\"level\":\"INFO\",\"logger\":\"access\",\"service\":");
        target.quoted(service).text(",\"request_id\":").quoted(id.value());
        target.text(",\"trace_id\":\"")
                .text(trace.traceId())
                .text("\",\"method\":")
                .quoted(asked.method);
        target.text(",\"path\":").quoted(asked.path()).text(",\"route\":").quoted(asked.route);
        target.text(",\"status\":").number(answered.status);
        target.text(",\"duration_ms\":").millis(answered.tookNanos);
        if (answered.bytes >= 0) {
            target.text(",\"bytes\":").number(answered.bytes);
        }
        if (answered.broken != null) {
            target.text(",\"broken\":").quoted(answered.broken);
        }
        target.text(",\"remote\":").quoted(asked.remote).text("}");
    }

    @Override
    public void writeText(LineBuffer target) {
        target.time(epochMillis).text(" ACCESS ").text(asked.method).text(" ").text(asked.path());
        target.text(" ")
                .number(answered.status)
                .text(" ")
                .millis(answered.tookNanos)
                .text("ms ");
        target.text(id.value());
        if (answered.broken != null) {
            target.text(" broken: ").text(answered.broken);
        }
    }
}
