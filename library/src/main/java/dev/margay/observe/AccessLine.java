package dev.margay.observe;

import dev.margay.context.Call;
import dev.margay.http.Request;
import dev.margay.http.Response;

/// One request and its answer.
record AccessLine(long epochMillis, String service, Call call, Request request, Response response, long tookNanos)
        implements Line {

    @Override
    public void writeJson(LineBuffer target) {
        target.text("{\"time\":\"").time(epochMillis).text("\",\"level\":\"INFO\",\"logger\":\"access\",\"service\":");
        target.quoted(service).text(",\"request_id\":").quoted(call.id().value());
        target.text(",\"trace_id\":\"").text(traceId()).text("\",\"method\":").quoted(request.method());
        target.text(",\"path\":").quoted(request.path()).text(",\"route\":").quoted(route());
        target.text(",\"status\":").number(response.status());
        target.text(",\"duration_ms\":").millis(tookNanos);
        var length = response.body().length();
        if (length.isPresent()) {
            target.text(",\"bytes\":").number(length.getAsLong());
        }
        target.text(",\"remote\":").quoted(request.remote()).text("}");
    }

    @Override
    public void writeText(LineBuffer target) {
        target.time(epochMillis)
                .text(" ACCESS ")
                .text(request.method())
                .text(" ")
                .text(request.path());
        target.text(" ").number(response.status()).text(" ").millis(tookNanos).text("ms ");
        target.text(call.id().value());
    }

    private String traceId() {
        return call.trace().traceparent().substring(3, 35);
    }

    private String route() {
        var match = request.match();
        return match.isPresent() ? match.get().route().template() : "";
    }
}
