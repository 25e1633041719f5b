package dev.margay.cli;

import java.time.Duration;
import java.util.Locale;

/// Spans of time as a person reads them.
final class Spans {

    private Spans() {}

    static String shown(Duration span) {
        return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }

    /// What is left of a span that began at this nanosecond of the monotonic clock; zero if nothing is.
    static Duration left(Duration span, long began) {
        var left = span.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
