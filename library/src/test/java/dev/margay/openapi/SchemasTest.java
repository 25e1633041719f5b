package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.margay.http.Route.About;
import dev.margay.json.Json;
import dev.margay.openapi.Schemas.Way;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schemas against what is really read and written, judged by a validator that is not ours.
final class SchemasTest {

    private static ObjectNode document(Type type, Way way) {
        var schemas = new Schemas(Comments.onClassPath(), Set.of());
        var schema = schemas.of(type, way);
        var document = JsonNodeFactory.instance.objectNode();
        var all = document.putObject("components").putObject("schemas");
        schemas.all().forEach(all::set);
        return Alone.of(schema, document);
    }

    private static List<String> violations(Type type, Way way, String json) {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document(type, way).toString(), InputFormat.JSON);
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static List<String> written(Object value) {
        return violations(value.getClass(), Way.WRITTEN, Json.text(value));
    }

    enum Size3 {
        SMALL,
        @JsonProperty("very-large")
        LARGE
    }

    record Sku(@JsonValue String text) {}

    record Grams(int value) {

        @JsonCreator
        static Grams of(int value) {
            return new Grams(value);
        }

        @JsonValue
        int grams() {
            return value;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // JSON has them
    record Everything(
            String text,
            char letter,
            boolean truth,
            int small,
            long large,
            double fraction,
            BigDecimal exact,
            BigInteger huge,
            byte[] bytes,
            Size3 size,
            Sku sku,
            Grams grams,
            URI uri,
            UUID id,
            Optional<String> perhaps,
            @Nullable String nothing,
            List<Integer> numbers,
            Set<Size3> sizes,
            Map<Size3, List<String>> words,
            String[] array,
            @JsonProperty("renamed_one") String renamed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String absent,

            @JsonIgnore String secret) {}

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime both,
            OffsetDateTime offset,
            Duration duration,
            Period period,
            Year year,
            YearMonth month) {}

    record Page<T>(
            List<T> items,
            @Nullable T best,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}

    record Holder(Page<Sku> skus, Page<Page<Times>> deep) {}

    record Tree(String name, List<Tree> below, @Nullable Tree above) {}

    record Inner(@JsonProperty("inner_name") String name, long weight) {}

    record Outer(
            String id,
            @JsonUnwrapped Inner inner,
            @JsonUnwrapped(prefix = "other_") Inner other) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(Square.class)})
    sealed interface Shape2 {}

    record Circle(double radius) implements Shape2 {}

    record Square(double side) implements Shape2 {}

    record Drawing(List<Shape2> shapes) {}

    sealed interface Untagged {}

    record Left(String left) implements Untagged {}

    record Right(String right) implements Untagged {}

    record Either(Untagged one) {}

    private static Everything everything() {
        return new Everything(
                "Tom",
                'x',
                true,
                1,
                1L << 40,
                1.5,
                new BigDecimal("12.30"),
                BigInteger.TEN.pow(30),
                new byte[] {1, 2},
                Size3.LARGE,
                new Sku("T-1"),
                new Grams(5),
                URI.create("/v1/x"),
                new UUID(1, 2),
                Optional.empty(),
                null,
                List.of(1),
                Set.of(Size3.SMALL),
                Map.of(Size3.LARGE, List.of("a")),
                new String[] {"b"},
                "r",
                null,
                "s");
    }

    @Test
    void whatIsWrittenFitsItsSchema() {
        assertThat(written(everything())).isEmpty();
        assertThat(written(new Times(
                        Instant.EPOCH,
                        LocalDate.EPOCH,
                        LocalTime.NOON,
                        LocalDateTime.MIN.withYear(2026),
                        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(1)),
                        Duration.ofSeconds(90),
                        Period.of(1, 2, 3),
                        Year.of(2026),
                        YearMonth.of(2026, 11))))
                .isEmpty();
        assertThat(written(new Tree("a", List.of(new Tree("b", List.of(), null)), null)))
                .isEmpty();
        assertThat(written(new Outer("1", new Inner("x", 1), new Inner("y", 2))))
                .isEmpty();
        assertThat(written(new Drawing(List.of(new Circle(1), new Square(2))))).isEmpty();
        assertThat(written(new Either(new Right("r")))).isEmpty();
        assertThat(written(new Holder(
                        new Page<>(List.of(new Sku("a")), new Sku("b"), null), new Page<>(List.of(), null, "c"))))
                .isEmpty();
    }

    @Test
    void whatWouldNotBeWrittenDoesNot() {
        var whole = Json.text(everything());
        assertThat(violations(Everything.class, Way.WRITTEN, whole.replace("\"renamed_one\":", "\"renamed\":")))
                .isNotEmpty();
        assertThat(violations(Everything.class, Way.WRITTEN, whole.replace("\"very-large\"", "\"LARGE\"")))
                .isNotEmpty();
        assertThat(violations(Everything.class, Way.WRITTEN, whole.replace("\"text\":\"Tom\"", "\"text\":null")))
                .isNotEmpty();
        assertThat(violations(Everything.class, Way.WRITTEN, whole.replace("\"small\":1", "\"small\":1.5")))
                .isNotEmpty();
        assertThat(document(Everything.class, Way.WRITTEN).toString()).doesNotContain("secret");
        assertThat(violations(Drawing.class, Way.WRITTEN, "{\"shapes\":[{\"kind\":\"circle\",\"side\":1}]}"))
                .isNotEmpty();
        assertThat(violations(Tree.class, Way.WRITTEN, "{\"name\":\"a\",\"below\":[{}],\"above\":null}"))
                .isNotEmpty();
        assertThat(violations(Holder.class, Way.WRITTEN, "{}")).isNotEmpty();
    }

    @Test
    void genericRecordsAreNamedByWhatTheyHold() {
        assertThat(document(Holder.class, Way.WRITTEN).path("$defs").propertyNames())
                .contains("Holder", "PageOfSku", "PageOfPageOfTimes", "PageOfTimes", "Times");
    }

    record Strict(
            @NotBlank @Size(max = 5) @Pattern(regexp = "[a-z]*")
            String name,

            @NotNull @Min(1) @Max(9) Long count,
            @NotEmpty @Size(max = 2) List<@NotBlank String> words,
            @Email @Nullable String email,

            @Positive @DecimalMin(value = "0.5", inclusive = false)
            BigDecimal price,

            @Digits(integer = 3, fraction = 0) Integer digits,
            int primitive,
            @Pattern(regexp = "(?i)a++") @Nullable String javaOnly) {}

    private static final String GOOD = "{\"name\":\"tom\",\"count\":3,\"words\":[\"a\"],\"primitive\":0}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"name\"",
                "{\"name\":\" \",\"count\":3,\"words\":[\"a\"],\"primitive\":0}",
                "{\"name\":\"TOM\",\"count\":3,\"words\":[\"a\"],\"primitive\":0}",
                "{\"name\":\"toolong\",\"count\":3,\"words\":[\"a\"],\"primitive\":0}",
                "{\"name\":\"tom\",\"count\":0,\"words\":[\"a\"],\"primitive\":0}",
                "{\"name\":\"tom\",\"count\":10,\"words\":[\"a\"],\"primitive\":0}",
                "{\"name\":\"tom\",\"count\":3,\"words\":[],\"primitive\":0}",
                "{\"name\":\"tom\",\"count\":3,\"words\":[\"\"],\"primitive\":0}",
                "{\"name\":\"tom\",\"count\":3,\"words\":[\"a\",\"b\",\"c\"],\"primitive\":0}",
                "{\"name\":\"tom\",\"count\":3,\"words\":[\"a\"]}",
                "{\"name\":\"tom\",\"count\":3,\"words\":[\"a\"],\"primitive\":0,\"price\":0.5}",
                "{\"name\":\"tom\",\"count\":3,\"words\":[\"a\"],\"primitive\":0,\"digits\":1000}"
            })
    void constraintsAreInTheSchemaOfWhatIsRead(String json) {
        assertThat(violations(Strict.class, Way.READ, GOOD)).isEmpty();

        assertThat(violations(Strict.class, Way.READ, json)).isNotEmpty();
    }

    @Test
    void aPatchNeedsNothingButKeepsItsBounds() {
        assertThat(violations(new About.Patch(Strict.class), Way.READ, "{}")).isEmpty();
        assertThat(violations(new About.Patch(Strict.class), Way.READ, "{\"count\":10}"))
                .isNotEmpty();
    }

    @Test
    void whatOnlyJavaReadsIsNoPatternOfTheSchema() {
        assertThat(Patterns.shared("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]*")).isPresent();
        assertThat(Patterns.shared("[a-z\\-]{1,3}(x|y)?")).isPresent();
        for (var java :
                List.of("a++", "(?i)a", "[a&&[b]]", "[a[b]]", "\\Qa\\E", "(?>a)", "\\h", "\\p{Alpha}", "(?<n>a)")) {
            assertThat(Patterns.shared(java)).as(java).isEmpty();
        }
    }

    @Test
    void differingTypesAreFound() {
        var schemas = new Schemas(Comments.onClassPath(), Set.of());
        schemas.of(Tree.class, Way.READ);
        schemas.of(Tree.class, Way.WRITTEN);
        schemas.of(Sku.class, Way.WRITTEN);

        assertThat(schemas.differing()).containsExactly(Tree.class);
    }
}
