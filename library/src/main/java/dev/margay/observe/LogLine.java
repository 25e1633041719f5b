package dev.margay.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.margay.context.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// One record of the program's log, with the call during which it was made.
record LogLine(ILoggingEvent event, @Nullable Call call) implements Line {

    @Override
    public void writeJson(LineBuffer target) {
        target.text("{\"time\":\"").time(event.getTimeStamp()).text("\",\"level\":\"");
        target.text(event.getLevel().toString()).text("\",\"logger\":").quoted(event.getLoggerName());
        target.text(",\"message\":").quoted(message());
        if (call != null) {
            target.text(",\"request_id\":").quoted(call.id().value());
            target.text(",\"trace_id\":").quoted(call.trace().traceId());
        }
        target.text(",\"thread\":").quoted(event.getThreadName());
        pairs().forEach(pair -> target.text(",").quoted(pair.key).text(":").quoted(String.valueOf(pair.value)));
        event.getMDCPropertyMap()
                .forEach((key, value) -> target.text(",").quoted(key).text(":").quoted(value));
        if (event.getThrowableProxy() != null) {
            target.text(",\"error\":").quoted(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        target.text("}");
    }

    @Override
    public void writeText(LineBuffer target) {
        target.time(event.getTimeStamp())
                .text(" ")
                .text(event.getLevel().toString())
                .text(" ");
        target.text(shortName(event.getLoggerName())).text(": ").text(message());
        pairs().forEach(pair -> target.text(" ").text(pair.key).text("=").text(String.valueOf(pair.value)));
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
            target.text(" ").text(entry.getKey()).text("=").text(entry.getValue());
        }
        if (call != null) {
            target.text(" [").text(call.id().value()).text("]");
        }
        if (event.getThrowableProxy() != null) {
            target.block("\n")
                    .block(ThrowableProxyUtil.asString(event.getThrowableProxy())
                            .stripTrailing());
        }
    }

    private String message() {
        String message = event.getFormattedMessage();
        return message == null ? "" : message;
    }

    private List<KeyValuePair> pairs() {
        var pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
