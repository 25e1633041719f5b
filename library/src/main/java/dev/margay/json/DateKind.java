package dev.margay.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// How a [DateLiteral] counts time.
public enum DateKind {
    /// .NET: milliseconds since the first day of the year 1.
    C(LocalDate.of(1, 1, 1), 1_000_000),
    /// ECMAScript: milliseconds since 1970.
    E(LocalDate.EPOCH, 1_000_000),
    /// ISO 8601 text.
    I(LocalDate.EPOCH, 1),
    /// OLE Automation: days since 30 December 1899; the fraction is the time within the day, before that date too.
    O(LocalDate.of(1899, 12, 30), DateKind.DAY),
    /// Ticks of 100 nanoseconds since 1601.
    T(LocalDate.of(1601, 1, 1), 100),
    /// Unix: seconds since 1970.
    U(LocalDate.EPOCH, 1_000_000_000),
    /// Windows: milliseconds since 1601.
    W(LocalDate.of(1601, 1, 1), 1_000_000),
    /// Excel: as O, but with a 29 February 1900 that never was, so that 1 is the first day of 1900.
    X(LocalDate.of(1899, 12, 30), DateKind.DAY);

    private static final long DAY = 86_400_000_000_000L;
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigDecimal PHANTOM = BigDecimal.valueOf(60);
    private static final int DECIMALS_OF_A_DAY = 15;

    private final long epochSecond;
    private final BigDecimal unitNanos;

    DateKind(LocalDate epoch, long unitNanos) {
        this.epochSecond = epoch.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        this.unitNanos = BigDecimal.valueOf(unitNanos);
    }

    /// The moment of this value, to the nanosecond.
    ///
    /// @throws IllegalArgumentException if there is none
    Instant instant(BigDecimal value) {
        if (value.precision() - value.scale() > 25 || value.scale() > 40) {
            throw none(value);
        }
        var nanos = units(value)
                .multiply(unitNanos)
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger();
        var parts = nanos.divideAndRemainder(SECOND);
        try {
            return Instant.ofEpochSecond(
                    Math.addExact(epochSecond, parts[0].longValueExact()), parts[1].longValueExact());
        } catch (ArithmeticException | DateTimeException e) {
            throw (IllegalArgumentException) none(value).initCause(e);
        }
    }

    private BigDecimal units(BigDecimal value) {
        if (value.signum() < 0 && (this == C || this == X)) {
            throw none(value);
        }
        if (this == X && value.compareTo(PHANTOM) < 0) {
            return value.add(BigDecimal.ONE);
        }
        if (this == X && value.compareTo(PHANTOM.add(BigDecimal.ONE)) < 0) {
            throw none(value);
        }
        if (this == O && value.signum() < 0) {
            var day = value.setScale(0, RoundingMode.DOWN);
            return day.add(value.subtract(day).negate());
        }
        return value;
    }

    private IllegalArgumentException none(BigDecimal value) {
        return new IllegalArgumentException("date of kind %s: %s (expected: a number that names a moment)"
                .formatted(name(), value.precision() > 60 ? "too long" : value.toString()));
    }

    /// The value of this moment.
    BigDecimal value(Instant instant) {
        var nanos = BigDecimal.valueOf(instant.getEpochSecond() - epochSecond)
                .multiply(new BigDecimal(SECOND))
                .add(BigDecimal.valueOf(instant.getNano()));
        var value = nanos.divide(unitNanos, DECIMALS_OF_A_DAY, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        if (this == X && value.compareTo(PHANTOM.add(BigDecimal.ONE)) < 0) {
            return value.subtract(BigDecimal.ONE);
        }
        if (this == O && value.signum() < 0) {
            var day = value.setScale(0, RoundingMode.FLOOR);
            return day.subtract(value.subtract(day)).stripTrailingZeros();
        }
        return value;
    }
}
