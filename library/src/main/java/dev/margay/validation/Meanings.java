package dev.margay.validation;

import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.FutureOrPresent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What each standard constraint means. All but `@Null`, `@NotNull`, `@NotEmpty` and `@NotBlank` hold for null.
final class Meanings {

    private final Moments moments;

    Meanings(Moments moments) {
        this.moments = moments;
    }

    /// The test of the constraint for values of the type, or null if the two do not fit.
    @Nullable
    Predicate<@Nullable Object> of(Annotation constraint, Class<?> type) {
        return switch (constraint) {
            case Null _ -> Objects::isNull;
            case NotNull _ -> Objects::nonNull;
            case AssertTrue _ -> isBoolean(type) ? ifThere(value -> (Boolean) value) : null;
            case AssertFalse _ -> isBoolean(type) ? ifThere(value -> !(Boolean) value) : null;
            case NotBlank _ -> isText(type) ? value -> value instanceof CharSequence text && !blank(text) : null;
            case NotEmpty _ -> sized(type) ? value -> value != null && length(value) > 0 : null;
            case Size size -> sized(type) ? size(size) : null;
            case Pattern pattern -> isText(type) ? pattern(pattern.regexp(), pattern.flags()) : null;
            case Email email -> isText(type) ? email(email) : null;
            default -> numberOrTime(constraint, type);
        };
    }

    private @Nullable Predicate<@Nullable Object> numberOrTime(Annotation constraint, Class<?> type) {
        return switch (constraint) {
            case Min min -> number(type, BigDecimal.valueOf(min.value()), order -> order >= 0);
            case Max max -> number(type, BigDecimal.valueOf(max.value()), order -> order <= 0);
            case DecimalMin min ->
                decimal(type, new BigDecimal(min.value()), min.inclusive() ? order -> order >= 0 : order -> order > 0);
            case DecimalMax max ->
                decimal(type, new BigDecimal(max.value()), max.inclusive() ? order -> order <= 0 : order -> order < 0);
            case Positive _ -> number(type, BigDecimal.ZERO, order -> order > 0);
            case PositiveOrZero _ -> number(type, BigDecimal.ZERO, order -> order >= 0);
            case Negative _ -> number(type, BigDecimal.ZERO, order -> order < 0);
            case NegativeOrZero _ -> number(type, BigDecimal.ZERO, order -> order <= 0);
            case Digits digits -> Numbers.fits(type) || isText(type) ? digits(digits) : null;
            case Past _ -> moments.compared(type, order -> order < 0);
            case PastOrPresent _ -> moments.compared(type, order -> order <= 0);
            case Future _ -> moments.compared(type, order -> order > 0);
            case FutureOrPresent _ -> moments.compared(type, order -> order >= 0);
            default -> null;
        };
    }

    private static Predicate<@Nullable Object> ifThere(Predicate<Object> test) {
        return value -> value == null || test.test(value);
    }

    private static @Nullable Predicate<@Nullable Object> number(Class<?> type, BigDecimal bound, IntPredicate wanted) {
        return Numbers.fits(type) ? ifThere(value -> Numbers.compare(value, bound, wanted)) : null;
    }

    private static @Nullable Predicate<@Nullable Object> decimal(Class<?> type, BigDecimal bound, IntPredicate wanted) {
        return Numbers.fits(type) || isText(type) ? ifThere(value -> Numbers.compare(value, bound, wanted)) : null;
    }

    private static Predicate<@Nullable Object> digits(Digits digits) {
        return ifThere(value -> Numbers.hasDigits(value, digits.integer(), digits.fraction()));
    }

    private static Predicate<@Nullable Object> size(Size size) {
        if (size.min() < 0 || size.max() < size.min()) {
            throw new IllegalArgumentException("%s (expected: 0 <= min <= max)".formatted(size));
        }
        return ifThere(value -> {
            int length = length(value);
            return length >= size.min() && length <= size.max();
        });
    }

    private static Predicate<@Nullable Object> pattern(String regexp, Pattern.Flag[] flags) {
        int bits = 0;
        for (var flag : flags) {
            bits |= flag.getValue();
        }
        var compiled = java.util.regex.Pattern.compile(regexp, bits);
        return ifThere(value -> compiled.matcher((CharSequence) value).matches());
    }

    private static Predicate<@Nullable Object> email(Email email) {
        Predicate<@Nullable Object> address = ifThere(value -> EmailAddress.isValid(value.toString()));
        return email.regexp().equals(".*") ? address : address.and(pattern(email.regexp(), email.flags()));
    }

    private static boolean isBoolean(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    private static boolean isText(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type);
    }

    private static boolean sized(Class<?> type) {
        return isText(type)
                || type.isArray()
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
    }

    private static boolean blank(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int length(Object value) {
        return switch (value) {
            case CharSequence text -> text.length();
            case Collection<?> collection -> collection.size();
            case Map<?, ?> map -> map.size();
            default -> Array.getLength(value);
        };
    }
}
