package dev.margay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JsonTest {

    enum Breed {
        PERSIAN,
        SIAMESE
    }

    record Kitten(String name, int age, double weight, boolean tame, Breed breed, List<String> tags) {}

    record Named(@Nullable String name) {}

    record Order(List<Item> items) {}

    record Item(String name, long quantity) {}

    record Moments(Instant at, LocalDate day, Duration time, Period period) {}

    record Perhaps(Optional<String> name, @Nullable Integer count) {}

    record Counted(int count) {
        Counted {
            if (count < 1) {
                throw new IllegalArgumentException("count: %d (expected: >= 1)".formatted(count));
            }
        }
    }

    record Everything(
            @Nullable String text,
            int whole,
            Integer boxed,
            long large,
            double fraction,
            float small,
            boolean yes,
            @Nullable BigDecimal exact,
            @Nullable Breed breed,
            @Nullable Instant at,
            @Nullable LocalDate day,
            @Nullable Duration time,
            @Nullable List<Integer> numbers,
            @Nullable Map<String, Boolean> flags,
            @Nullable Named nested) {}

    private static JsonException refused(String text, Class<?> type) {
        return refused(text.getBytes(StandardCharsets.UTF_8), type);
    }

    private static JsonException refused(byte[] text, Class<?> type) {
        return catchThrowableOfType(JsonException.class, () -> Json.read(text, type));
    }

    @Test
    void aRecordSurvivesTheWayThereAndBack() {
        var kitten =
                new Kitten("Fat Freddy's Cat äöü 🐈", 7, 4.25, true, Breed.SIAMESE, List.of("fat", "\"quoted\"\n"));

        assertThat(Json.read(Json.write(kitten), Kitten.class)).isEqualTo(kitten);
        assertThat(Json.read(Json.text(kitten), Kitten.class)).isEqualTo(kitten);
        assertThat(Json.read(Json.pretty(kitten), Kitten.class)).isEqualTo(kitten);
    }

    @Test
    void streamsAreReadAndWrittenAndStayOpen() throws IOException {
        var target = new ByteArrayOutputStream() {
            boolean closed;

            @Override
            public void close() {
                closed = true;
            }
        };

        Json.write(new Named("Tom"), target);

        assertThat(target.closed).isFalse();
        assertThat(Json.read(new ByteArrayInputStream(target.toByteArray()), Named.class))
                .isEqualTo(new Named("Tom"));
    }

    @Test
    void membersAreWrittenInTheOrderOfTheRecord() {
        assertThat(Json.text(new Item("Tom", 2))).isEqualTo("{\"name\":\"Tom\",\"quantity\":2}");
    }

    @Test
    void prettyTextIsIndentedByTwoBlanks() {
        assertThat(Json.pretty(new Item("Tom", 2))).isEqualTo("""
                {
                  "name" : "Tom",
                  "quantity" : 2
                }""");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(Json.read("{\"x\":[{\"y\":null}],\"name\":\"Tom\",\"z\":{}}", Named.class))
                .isEqualTo(new Named("Tom"));
    }

    @Test
    void listsAndTreesAreReadToo() {
        assertThat(Json.readList("[{\"name\":\"Tom\"},{}]".getBytes(StandardCharsets.UTF_8), Named.class))
                .containsExactly(new Named("Tom"), new Named(null));
        assertThat(Json.read("{\"a\":[1,2.50]}", JsonNode.class).at("/a/1").decimalValue())
                .isEqualTo(new BigDecimal("2.50"));
    }

    @Test
    void timesAreIsoText() {
        var moments = new Moments(
                Instant.parse("2026-11-24T18:30:00.123456Z"),
                LocalDate.of(2026, 11, 24),
                Duration.ofSeconds(90),
                Period.of(1, 2, 3));

        assertThat(Json.text(moments))
                .isEqualTo("{\"at\":\"2026-11-24T18:30:00.123456Z\",\"day\":\"2026-11-24\","
                        + "\"time\":\"PT1M30S\",\"period\":\"P1Y2M3D\"}");
        assertThat(Json.read(Json.write(moments), Moments.class)).isEqualTo(moments);
    }

    @Test
    void anInstantMayHaveAnOffset() {
        assertThat(Json.read("{\"at\":\"2026-11-24T18:30:00+01:00\"}", Moments.class)
                        .at())
                .isEqualTo(Instant.parse("2026-11-24T17:30:00Z"));
    }

    @Test
    void missingAndNullMembersAreEmpty() {
        assertThat(Json.read("{}", Perhaps.class)).isEqualTo(new Perhaps(Optional.empty(), null));
        assertThat(Json.read("{\"name\":null,\"count\":null}", Perhaps.class))
                .isEqualTo(new Perhaps(Optional.empty(), null));
        assertThat(Json.text(new Perhaps(Optional.empty(), null))).isEqualTo("{\"name\":null,\"count\":null}");
    }

    @Test
    void aRefusalOfTheRecordItselfIsRepeated() {
        assertThat(refused("{\"count\":0}", Counted.class)).hasMessageStartingWith("count: 0 (expected: >= 1)");
    }

    @Test
    void randomDamageIsRefusedOrReadButNeverFailsOtherwise() {
        byte[] good = ("{\"text\":\"\\u00e4 \\ud83d\\udc08 ä\",\"whole\":1,\"boxed\":2,\"large\":3,\"fraction\":1.5,"
                        + "\"small\":2.5,\"yes\":true,\"exact\":1.10,\"breed\":\"PERSIAN\","
                        + "\"at\":\"2026-11-24T18:30:00Z\",\"day\":\"2026-11-24\",\"time\":\"PT1S\","
                        + "\"numbers\":[1,2],\"flags\":{\"a\":true},\"nested\":{\"name\":\"b\"}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Json.read(good, Everything.class).text()).isEqualTo("ä 🐈 ä");
        var random = new Random(42);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] text = good.clone();
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            try {
                Json.read(text, Everything.class);
            } catch (JsonException e) {
                refused++;
                assertThat(e.explanation()).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void aValueThatCannotBeWrittenIsAMistakeOfTheProgram() {
        var loop = new java.util.ArrayList<Object>();
        loop.add(loop);

        assertThatThrownBy(() -> Json.write(loop)).isNotInstanceOf(JsonException.class);
    }
}
