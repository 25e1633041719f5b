package dev.margay.engine;

import dev.margay.context.CorrelationId;
import dev.margay.http.Problem;
import dev.margay.http.Problems;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// An answer in bytes, for a connection on which no request was decoded.
final class RawAnswer {

    private RawAnswer() {}

    static ByteBuf requestTimeout(String date) {
        return of(Refusals.tooSlow(), "Request Timeout", date);
    }

    private static ByteBuf of(Problem problem, String reason, String date) {
        var id = CorrelationId.random();
        var answer = Problems.render(problem, id);
        try {
            byte[] body = answer.body().bytes();
            String head = "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nDate: %s\r\n"
                    .formatted(problem.status(), reason, body.length, date);
            String rest = "X-Request-ID: %s\r\nConnection: close\r\n\r\n".formatted(id.value());
            return Unpooled.wrappedBuffer((head + rest).getBytes(StandardCharsets.ISO_8859_1), body);
        } catch (IOException e) {
            throw new UncheckedIOException("a body of bytes at hand cannot fail", e);
        }
    }
}
