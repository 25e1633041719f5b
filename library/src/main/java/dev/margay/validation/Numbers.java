package dev.margay.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Comparing numbers of any type exactly.
final class Numbers {

    private static final Set<Class<?>> PRIMITIVES =
            Set.of(byte.class, short.class, int.class, long.class, float.class, double.class);

    private static final int LONGEST_TEXT = 200;

    private Numbers() {}

    static boolean fits(Class<?> type) {
        return PRIMITIVES.contains(type) || Number.class.isAssignableFrom(type);
    }

    /// Whether the value's order relative to the bound is a wanted one. What is no number is not.
    static boolean compare(Object value, BigDecimal bound, IntPredicate wanted) {
        return switch (value) {
            case Double number when number.isNaN() -> false;
            case Float number when number.isNaN() -> false;
            case Double number when number.isInfinite() -> wanted.test(number > 0 ? 1 : -1);
            case Float number when number.isInfinite() -> wanted.test(number > 0 ? 1 : -1);
            default -> {
                var number = decimal(value);
                yield number != null && wanted.test(number.compareTo(bound));
            }
        };
    }

    static boolean hasDigits(Object value, int mostInteger, int mostFraction) {
        var number = decimal(value);
        if (number == null) {
            return false;
        }
        var exact = value instanceof Double || value instanceof Float ? number.stripTrailingZeros() : number;
        return exact.precision() - exact.scale() <= mostInteger && Math.max(0, exact.scale()) <= mostFraction;
    }

    private static @Nullable BigDecimal decimal(Object value) {
        try {
            return switch (value) {
                case BigDecimal number -> number;
                case BigInteger number -> new BigDecimal(number);
                case Long number -> BigDecimal.valueOf(number);
                case Integer number -> BigDecimal.valueOf(number);
                case CharSequence text -> text.length() > LONGEST_TEXT ? null : new BigDecimal(text.toString());
                default -> new BigDecimal(value.toString());
            };
        } catch (NumberFormatException _) {
            return null; // no number, so no constraint on numbers holds for it
        }
    }
}
