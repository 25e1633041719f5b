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

/// What a caller is told where the program gives no message of its own.
final class Messages {

    private Messages() {}

    static String of(Annotation constraint, Class<?> type) {
        return switch (constraint) {
            case Null _ -> "must not be given";
            case NotNull _ -> "must be given";
            case NotBlank _ -> "must not be blank";
            case NotEmpty _ -> "must not be empty";
            case AssertTrue _ -> "must be true";
            case AssertFalse _ -> "must be false";
            case Size size -> size(size, CharSequence.class.isAssignableFrom(type) ? "characters" : "entries");
            case Pattern pattern -> "must match " + pattern.regexp();
            case Email _ -> "must be an e-mail address";
            case Past _ -> "must be in the past";
            case PastOrPresent _ -> "must not be in the future";
            case Future _ -> "must be in the future";
            case FutureOrPresent _ -> "must not be in the past";
            default -> number(constraint);
        };
    }

    private static String number(Annotation constraint) {
        return switch (constraint) {
            case Min min -> "must be at least " + min.value();
            case Max max -> "must be at most " + max.value();
            case DecimalMin min -> (min.inclusive() ? "must be at least " : "must be more than ") + min.value();
            case DecimalMax max -> (max.inclusive() ? "must be at most " : "must be less than ") + max.value();
            case Digits digits ->
                "must have at most %d digits before and %d after the point"
                        .formatted(digits.integer(), digits.fraction());
            case Positive _ -> "must be more than 0";
            case PositiveOrZero _ -> "must be at least 0";
            case Negative _ -> "must be less than 0";
            case NegativeOrZero _ -> "must be at most 0";
            default -> "is not valid";
        };
    }

    private static String size(Size size, String unit) {
        if (size.max() == Integer.MAX_VALUE) {
            return "must have at least %d %s".formatted(size.min(), unit);
        }
        return size.min() == 0
                ? "must have at most %d %s".formatted(size.max(), unit)
                : "must have from %d to %d %s".formatted(size.min(), size.max(), unit);
    }
}
