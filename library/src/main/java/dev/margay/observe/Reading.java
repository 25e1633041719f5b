package dev.margay.observe;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A value of which several gauges show a part, and that costs something to find out: asked for at most once a second,
/// and so seldom that finding out takes a twentieth of the time. Safe for many threads.
final class Reading<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final long FRESH_NANOS = 1_000_000_000;
    private static final long SHARE = 20;

    private final String what;
    private final Supplier<T> source;
    private final LongSupplier nanoClock;
    private Optional<T> value = Optional.empty();
    private boolean asked;
    private boolean failing;
    private long nextNanos;

    Reading(String what, Supplier<T> source, LongSupplier nanoClock) {
        this.what = what;
        this.source = source;
        this.nanoClock = nanoClock;
    }

    /// A part of the value; not a number while the value cannot be found out.
    double number(ToDoubleFunction<T> part) {
        return value().map(part::applyAsDouble).orElse(Double.NaN);
    }

    private synchronized Optional<T> value() {
        long now = nanoClock.getAsLong();
        if (!asked || now - nextNanos >= 0) {
            ask();
            long end = nanoClock.getAsLong();
            nextNanos = end + Math.max(FRESH_NANOS, SHARE * (end - now));
            asked = true;
        }
        return value;
    }

    private void ask() {
        try {
            value = Optional.of(source.get());
            failing = false;
        } catch (RuntimeException e) {
            value = Optional.empty();
            if (!failing) {
                LOG.warn("{} cannot be found out for the metrics", what, e);
            }
            failing = true;
        }
    }
}
