package dev.margay.context;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A position in a distributed trace: W3C Trace Context, version 00, without `tracestate`. Immutable.
///
/// @param traceHigh upper 64 bits of the trace id
/// @param traceLow lower 64 bits of the trace id; the whole id is never zero
/// @param parentId the span that made this call; never zero
/// @param sampled whether the caller records this trace
/// @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
public record TraceContext(long traceHigh, long traceLow, long parentId, boolean sampled) {

    private static final int LENGTH = 55;

    public TraceContext {
        if ((traceHigh | traceLow) == 0 || parentId == 0) {
            throw new IllegalArgumentException("trace id and parent id: all zeros (expected: not zero)");
        }
    }

    /// The root of a new trace.
    public static TraceContext random() {
        var random = ThreadLocalRandom.current();
        return new TraceContext(random.nextLong(), random.nextLong() | 1, random.nextLong() | 1, false);
    }

    /// Reads `00-<32 hex>-<16 hex>-<2 hex>`; empty if the text is anything else, as the specification asks.
    public static Optional<TraceContext> parse(String text) {
        if (!wellFormed(text)) {
            return Optional.empty();
        }
        long high = Long.parseUnsignedLong(text, 3, 19, 16);
        long low = Long.parseUnsignedLong(text, 19, 35, 16);
        long parent = Long.parseUnsignedLong(text, 36, 52, 16);
        boolean sampled = (Character.digit(text.charAt(54), 16) & 1) == 1;
        return (high | low) == 0 || parent == 0
                ? Optional.empty()
                : Optional.of(new TraceContext(high, low, parent, sampled));
    }

    private static boolean wellFormed(String text) {
        if (text.length() < LENGTH || text.startsWith("ff") || (text.startsWith("00") && text.length() != LENGTH)) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 2 || i == 35 || i == 52;
            char c = text.charAt(i);
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return text.length() == LENGTH || text.charAt(LENGTH) == '-';
    }

    /// The same trace, seen from a new span of this process.
    public TraceContext child() {
        return new TraceContext(traceHigh, traceLow, ThreadLocalRandom.current().nextLong() | 1, sampled);
    }

    /// The id of the whole trace: 32 hexadecimal digits.
    public String traceId() {
        var text = new byte[32];
        CorrelationId.hex(traceHigh, text, 0);
        CorrelationId.hex(traceLow, text, 16);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// The value of the header `traceparent`.
    public String traceparent() {
        var text = "00-00000000000000000000000000000000-0000000000000000-00".getBytes(StandardCharsets.ISO_8859_1);
        CorrelationId.hex(traceHigh, text, 3);
        CorrelationId.hex(traceLow, text, 19);
        CorrelationId.hex(parentId, text, 36);
        text[54] = (byte) (sampled ? '1' : '0');
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
