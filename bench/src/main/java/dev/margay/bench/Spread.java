package dev.margay.bench;

import java.util.Collection;
import java.util.Locale;

/// The middle of repeated measurements and how far they lie apart. Immutable.
record Spread(double median, double min, double max) {

    static Spread of(Collection<? extends Number> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values (expected: at least one)");
        }
        var sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        var upper = sorted[sorted.length / 2];
        var lower = sorted[(sorted.length - 1) / 2];
        return new Spread((lower + upper) / 2, sorted[0], sorted[sorted.length - 1]);
    }

    /// Median, and the range in brackets.
    String text(int decimals) {
        if (!Double.isFinite(median)) {
            return "–"; // a cost for each request, of none
        }
        var format = "%,." + decimals + "f";
        return String.format(Locale.ROOT, format + " (" + format + "–" + format + ")", median, min, max);
    }
}
