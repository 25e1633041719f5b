package dev.margay.validation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our reader of the constraints against the reference implementation of their specification.
class ReferenceTest {

    @SuppressWarnings("MultipleNullnessAnnotations") // the constraint is what is tested
    record Texts(
            @Null @Nullable String nothing,
            @NotNull @Nullable String something,
            @NotBlank @Nullable String notBlank,
            @NotEmpty @Nullable String notEmpty,
            @Size(min = 2, max = 3) @Nullable String sized,
            @Pattern(regexp = "a+b?") @Nullable String pattern,
            @Digits(integer = 2, fraction = 1) @Nullable String digits,

            @DecimalMin("1.5") @DecimalMax(value = "9", inclusive = false) @Nullable
            String decimal) {}

    record Numbers(
            @Min(-1) @Max(3) int whole,
            @Min(0) @Nullable Long large,
            @Positive double positive,
            @PositiveOrZero @Nullable Float positiveOrZero,
            @Negative @Nullable BigDecimal negative,
            @NegativeOrZero @Nullable BigInteger negativeOrZero,

            @DecimalMin(value = "0.5", inclusive = false) @Nullable
            BigDecimal decimal,

            @Digits(integer = 1, fraction = 2) @Nullable BigDecimal digits) {}

    record Others(
            @AssertTrue boolean yes,
            @AssertFalse @Nullable Boolean no,
            @NotEmpty @Size(max = 2) @Nullable List<@NotBlank String> list,
            @Size(min = 1) @Nullable Map<String, @Min(1) Integer> map,
            @Past @Nullable Instant past,
            @PastOrPresent @Nullable LocalDate pastOrPresent,
            @Future @Nullable Instant future,
            @FutureOrPresent @Nullable Year futureOrPresent) {}

    private static final jakarta.validation.Validator REFERENCE = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new NoWords())
            .buildValidatorFactory()
            .getValidator();

    private final Random random = new Random(7);

    private <T> void agree(Class<T> type, T value) {
        var ours = new TreeSet<String>();
        Validator.of(type)
                .violations(value)
                .forEach(violation -> ours.add(violation.target() + " " + violation.code()));
        var theirs = new TreeSet<String>();
        REFERENCE
                .validate(value)
                .forEach(violation -> theirs.add(violation
                                .getPropertyPath()
                                .toString()
                                .replace(".<list element>", "")
                                .replace(".<map value>", "")
                        + " "
                        + violation
                                .getConstraintDescriptor()
                                .getAnnotation()
                                .annotationType()
                                .getSimpleName()));

        assertThat(ours).as("%s", value).isEqualTo(theirs);
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }

    @SafeVarargs
    private <T> @Nullable T maybe(T... values) {
        return random.nextInt(4) == 0 ? null : values[random.nextInt(values.length)];
    }

    private @Nullable String text() {
        return maybe(
                "", " ", "\t\n", "a", "ab", "aab", "abc", "abcd", "1", "12", "123", "1.5", "1.55", "9", "-1", "8.9");
    }

    private @Nullable BigDecimal decimal() {
        String text = maybe("0", "0.5", "0.50", "0.51", "-0.01", "9.99", "10", "9.990", "1e2");
        return text == null ? null : new BigDecimal(text);
    }

    @Test
    void weAgreeOnTexts() {
        for (int i = 0; i < 500; i++) {
            agree(Texts.class, new Texts(text(), text(), text(), text(), text(), text(), text(), text()));
        }
    }

    @Test
    void weAgreeOnNumbers() {
        for (int i = 0; i < 500; i++) {
            agree(
                    Numbers.class,
                    new Numbers(
                            random.nextInt(-3, 6),
                            maybe(-1L, 0L, Long.MAX_VALUE, Long.MIN_VALUE),
                            any(0.0, -0.0, 0.1, -0.1, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
                            maybe(0f, -0.1f, 1f),
                            decimal(),
                            maybe(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate()),
                            decimal(),
                            decimal()));
        }
    }

    @Test
    void weAgreeOnTheRest() {
        var now = Instant.now(java.time.Clock.systemUTC());
        for (int i = 0; i < 500; i++) {
            agree(
                    Others.class,
                    new Others(
                            random.nextBoolean(),
                            maybe(true, false),
                            maybe(List.of(), List.of("a"), List.of("a", " "), List.of("a", "", "c")),
                            maybe(Map.of(), Map.of("a", 1), Map.of("a", 0)),
                            maybe(now.minusSeconds(9), now.plusSeconds(9_999)),
                            maybe(LocalDate.of(2000, 1, 1), LocalDate.of(2999, 1, 1)),
                            maybe(now.minusSeconds(9), now.plusSeconds(9_999)),
                            maybe(Year.of(2000), Year.of(2999))));
        }
    }

    /// Only the verdicts are compared.
    private static final class NoWords implements MessageInterpolator {

        @Override
        public String interpolate(String template, Context context) {
            return template;
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return template;
        }
    }
}
