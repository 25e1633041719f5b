package dev.margay.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

class ValidatorTest {

    record Hello(@NotBlank @Size(max = 5) @Nullable String name) {}

    record Item(@NotBlank String name, @Min(1) @Max(9) int quantity) {}

    record Order(
            @NotEmpty List<@Valid Item> items,
            @Nullable @Valid Item gift,
            @Nullable Item unchecked) {}

    @SuppressWarnings("ArrayRecordComponent") // arrays are what is tested
    record Containers(
            List<@NotBlank String> names,
            Map<@NotBlank String, @Positive Integer> counts,
            Optional<@Size(min = 2) String> nick,
            @Valid Item[] array,
            List<List<@NotNull Integer>> grid) {}

    record Tree(@NotBlank String name, @Valid List<Tree> children) {}

    record Renamed(@JsonProperty("stock_count") @Min(0) int stockCount) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Snake(@Min(0) int stockCount, @Valid List<Renamed> otherOnes) {}

    record Range(int from, int until) {
        @AssertTrue(message = "from must not be after until")
        boolean isOrdered() {
            return from <= until;
        }
    }

    sealed interface Shape {}

    record Circle(@Positive double radius) implements Shape {}

    record Square(@Positive double side) implements Shape {}

    record Drawing(List<@Valid Shape> shapes) {}

    record Worded(
            @Size(min = 2, max = 4, message = "{min} to {max} letters")
            String code) {}

    @Pattern(regexp = "[A-Z]+")
    @Size(min = 3, max = 8)
    @Constraint(validatedBy = {})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Sku {
        String message() default "not a SKU";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Sku
    @ReportAsSingleViolation
    @Constraint(validatedBy = {})
    @Retention(RetentionPolicy.RUNTIME)
    @interface OneSku {
        String message() default "not a SKU";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    record Composed(@Sku String many, @OneSku String one) {}

    private static <T> List<String> shown(Class<T> type, T value) {
        return Validator.of(type).violations(value).stream()
                .map(violation -> violation.target() + " " + violation.code())
                .toList();
    }

    @Test
    void aValidValueHasNoViolations() {
        assertThat(Validator.of(Hello.class).violations(new Hello("Tom"))).isEmpty();
    }

    @Test
    void eachViolationNamesItsConstraintAndMember() {
        assertThat(Validator.of(Hello.class).violations(new Hello("      ")))
                .containsExactly(
                        new Violation("NotBlank", "must not be blank", "name"),
                        new Violation("Size", "must have at most 5 characters", "name"));
        assertThat(Validator.of(Hello.class).violations(new Hello(null)))
                .containsExactly(new Violation("NotBlank", "must not be blank", "name"));
    }

    @Test
    void nestedRecordsAreCheckedWhereValidSaysSo() {
        var bad = new Item("", 0);

        assertThat(shown(Order.class, new Order(List.of(new Item("a", 1), bad), bad, bad)))
                .containsExactly(
                        "items[1].name NotBlank", "items[1].quantity Min", "gift.name NotBlank", "gift.quantity Min");
        assertThat(shown(Order.class, new Order(List.of(), null, bad))).containsExactly("items NotEmpty");
    }

    @Test
    void elementsOfContainersAreChecked() {
        var value = new Containers(
                List.of("a", " "),
                Map.of(" ", -1),
                Optional.of("x"),
                new Item[] {new Item("a", 10)},
                List.of(List.of(1), Arrays.asList(2, null)));

        assertThat(shown(Containers.class, value))
                .containsExactly(
                        "names[1] NotBlank",
                        "counts<K>[ ] NotBlank",
                        "counts[ ] Positive",
                        "nick Size",
                        "array[0].quantity Max",
                        "grid[1][1] NotNull");
    }

    @Test
    void recordsMayContainThemselves() {
        var tree = new Tree("a", List.of(new Tree("b", List.of(new Tree("", List.of())))));

        assertThat(shown(Tree.class, tree)).containsExactly("children[0].children[0].name NotBlank");
    }

    @Test
    void targetsAreTheNamesInJson() {
        assertThat(shown(Renamed.class, new Renamed(-1))).containsExactly("stock_count Min");
        assertThat(shown(Snake.class, new Snake(-1, List.of(new Renamed(-1)))))
                .containsExactly("stock_count Min", "other_ones[0].stock_count Min");
    }

    @Test
    void aMethodCanCheckSeveralComponents() {
        assertThat(Validator.of(Range.class).violations(new Range(2, 1)))
                .containsExactly(new Violation("AssertTrue", "from must not be after until", "ordered"));
    }

    @Test
    void sealedInterfacesAreCheckedByTheRecordAtHand() {
        assertThat(shown(Drawing.class, new Drawing(List.of(new Circle(1), new Square(0)))))
                .containsExactly("shapes[1].side Positive");
        assertThat(shown(Shape.class, new Circle(-1))).containsExactly("radius Positive");
    }

    @Test
    void messagesOfTheProgramAreFilledIn() {
        assertThat(Validator.of(Worded.class).violations(new Worded("a")))
                .containsExactly(new Violation("Size", "2 to 4 letters", "code"));
    }

    @Test
    void composedConstraintsAreTakenApart() {
        assertThat(shown(Composed.class, new Composed("a", "b")))
                .containsExactly("many Pattern", "many Size", "one OneSku");
        assertThat(shown(Composed.class, new Composed("ABC", "ABC"))).isEmpty();
    }

    record Moments(@Past Instant past, @Future LocalDate future) {}

    @Test
    void pastAndFutureAreThoseOfTheGivenClock() {
        var now = Instant.parse("2026-11-24T12:00:00Z");
        var validator = Validator.of(Moments.class, InstantSource.fixed(now));

        assertThat(validator.violations(new Moments(now.minusNanos(1), LocalDate.of(2026, 11, 25))))
                .isEmpty();
        assertThat(validator.violations(new Moments(now, LocalDate.of(2026, 11, 24))))
                .hasSize(2);
    }

    record Address(@Email String email) {}

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "tom@example.org", "t.o-m+x@sub.example.org", "grüße@bücher.example", "o'neil@x.io"})
    void addressesOfMail(String text) {
        assertThat(shown(Address.class, new Address(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "@", "a@", "@b", "a b@c", "a@b c", ".a@b", "a.@b", "a..b@c", "a@b..c", "a@.b", "a@b.", "a@-b",
                "a@b-", "a@@b", "a@b@c", "a@b_c", "a\n@b", "<a@b>"
            })
    void textThatIsNoAddressOfMail(String text) {
        assertThat(shown(Address.class, new Address(text))).containsExactly("email Email");
    }

    @Nested
    class Refuses {

        record SizedNumber(@Size(max = 3) int number) {}

        record PastText(@Past String text) {}

        record Grouped(@NotBlank(groups = Item.class) String name) {}

        record Expression(
                @NotBlank(message = "${validatedValue}") String name) {}

        record ValidText(@Valid String text) {}

        record Unknown(@NotBlank(message = "{nothing}") String name) {}

        record Elsewhere(ThreadLocal<@NotBlank String> name) {}

        record WithArgument(String name) {
            @AssertTrue
            boolean isSame(String other) {
                return name.equals(other);
            }
        }

        static final class Plain {
            @NotBlank
            private final String name = "";

            @Override
            public String toString() {
                return name;
            }
        }

        static final class Never implements ConstraintValidator<WithCode, String> {
            @Override
            public boolean isValid(String value, ConstraintValidatorContext context) {
                return false;
            }
        }

        @Constraint(validatedBy = Never.class)
        @Retention(RetentionPolicy.RUNTIME)
        @interface WithCode {
            String message() default "";

            Class<?>[] groups() default {};

            Class<? extends Payload>[] payload() default {};
        }

        record Custom(@WithCode String name) {}

        @ParameterizedTest
        @ValueSource(
                classes = {
                    SizedNumber.class,
                    PastText.class,
                    Grouped.class,
                    Expression.class,
                    ValidText.class,
                    Unknown.class,
                    Elsewhere.class,
                    WithArgument.class,
                    Plain.class,
                    Custom.class
                })
        void whatItWouldIgnore(Class<?> type) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Validator.of(type))
                    .withMessageContaining("expected: ");
        }

        @Test
        void sayingWhatAndWhere() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Validator.of(SizedNumber.class))
                    .withMessageMatching("@Size at .*SizedNumber.number \\(expected: a type it can check, not int\\)");
        }
    }
}
