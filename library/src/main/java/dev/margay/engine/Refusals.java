package dev.margay.engine;

import dev.margay.context.CorrelationId;
import dev.margay.http.Body;
import dev.margay.http.Problem;
import dev.margay.http.Problems;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What the engine answers before any handler exists.
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    static Problem malformed(int status, String reason) {
        return switch (status) {
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

    /// A problem in bytes, for a connection on which no request was decoded.
    static ByteBuf inBytes(Problem problem, CharSequence date) {
        var id = CorrelationId.random();
        byte[] body = Problems.render(problem, id).body() instanceof Body.Bytes bytes ? bytes.content() : new byte[0];
        String head = """
                HTTP/1.1 %d %s
                Content-Type: application/json
                Content-Length: %d
                Date: %s
                X-Request-ID: %s
                Connection: close

                """.formatted(problem.status(), problem.code(), body.length, date, id.value())
                .replace("\n", "\r\n");
        return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1), body);
    }
}
