package dev.margay.messaging.work;

import dev.margay.context.Call;
import dev.margay.context.Cancellation;
import dev.margay.context.CorrelationId;
import dev.margay.context.Deadline;
import dev.margay.context.TraceContext;
import dev.margay.messaging.Message;
import java.util.HashMap;
import java.util.Map;

/// Carries the call over a message: its correlation id and trace, and no deadline or principal, since the publisher
/// does not wait.
final class Travel {

    private Travel() {}

    /// The message with the headers of the call in progress, unless it has its own or no room for them.
    static Message stamped(Message message) {
        var call = Call.current().orElse(null);
        if (call == null) {
            return message;
        }
        var headers = new HashMap<>(message.headers());
        headers.putIfAbsent(Message.CORRELATION_ID, call.id().value());
        headers.putIfAbsent(Message.TRACEPARENT, call.trace().traceparent());
        try {
            return with(message, headers);
        } catch (IllegalArgumentException _) {
            return message; // its own headers fill it; what it says matters more than where it comes from
        }
    }

    private static Message with(Message message, Map<String, String> headers) {
        return new Message(
                message.id(),
                message.name(),
                message.payload(),
                message.key(),
                message.version(),
                headers,
                message.timing(),
                message.tombstone());
    }

    /// The call in which a message is handled.
    static Call call(Message message, Deadline deadline) {
        return new Call(
                message.header(Message.CORRELATION_ID)
                        .flatMap(CorrelationId::parse)
                        .orElseGet(CorrelationId::random),
                message.header(Message.TRACEPARENT)
                        .flatMap(TraceContext::parse)
                        .map(TraceContext::child)
                        .orElseGet(TraceContext::random),
                deadline,
                null,
                new Cancellation());
    }
}
