package dev.margay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Durations, intervals and structured dates, as text and inside of JSON.
final class DatesTest {

    record Holder(DateLiteral date) {}

    record Spans(IsoDuration duration, Interval interval) {}

    @Nested
    class Durations {

        @ParameterizedTest
        @CsvSource({
            "P3Y6M4DT12H30M5S, P3Y6M4D, PT12H30M5S",
            "P2W, P14D, PT0S",
            "P1Y, P1Y, PT0S",
            "PT36H, P0D, PT36H",
            "PT0.5S, P0D, PT0.5S",
            "'PT0,5S', P0D, PT0.5S",
            "P0D, P0D, PT0S",
            "P1Y2W3DT4M, P1Y17D, PT4M",
        })
        void haveAPartOfTheCalendarAndOneOfTheClock(String text, Period date, Duration time) {
            assertThat(IsoDuration.parse(text)).isEqualTo(new IsoDuration(date, time));
        }

        @ParameterizedTest
        @ValueSource(strings = {"P3Y6M4DT12H30M5S", "P14D", "PT36H", "PT0.5S", "P0D"})
        void areWrittenAsTheyAreRead(String text) {
            assertThat(IsoDuration.parse(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "P",
                    "PT",
                    "P1DT",
                    "1D",
                    "p1d",
                    "P-1D",
                    "-P1D",
                    "P1.5D",
                    "P1S",
                    "PT1D",
                    "P1D1Y",
                    "PT1.S",
                    "P1D ",
                    "P9999999999D",
                    "PT0.1234567890S",
                    "P٣D",
                    "P1H",
                    "PT1H1H"
                })
        void areRefusedOtherwise(String text) {
            assertThatThrownBy(() -> IsoDuration.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'");
        }

        @Test
        void countByTheCalendar() {
            var month = IsoDuration.parse("P1MT1H");

            assertThat(month.after(Instant.parse("2024-01-31T00:00:00Z"))).isEqualTo("2024-02-29T01:00:00Z");
            assertThat(month.before(Instant.parse("2024-03-31T01:00:00Z"))).isEqualTo("2024-02-29T00:00:00Z");
        }

        @Test
        void areNotNegative() {
            assertThatThrownBy(() -> IsoDuration.of(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> IsoDuration.of(Period.ofDays(-1))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Intervals {

        @ParameterizedTest
        @CsvSource({
            "2016-07-14T16:00:00Z/2016-07-15T16:00:00Z, 2016-07-14T16:00:00Z, 2016-07-15T16:00:00Z",
            "2016-07-14T16:00:00Z/P1M, 2016-07-14T16:00:00Z, 2016-08-14T16:00:00Z",
            "P1DT1H/2016-07-15T16:00:00Z, 2016-07-14T15:00:00Z, 2016-07-15T16:00:00Z",
            "P3Y6M4DT12H30M5S, , ",
        })
        void haveFourForms(String text, Instant start, Instant end) {
            var interval = Interval.parse(text);

            assertThat(interval).hasToString(text);
            assertThat(interval.start().orElse(null)).isEqualTo(start);
            assertThat(interval.end().orElse(null)).isEqualTo(end);
        }

        @Test
        void momentsMayHaveAnOffsetAndNoSeconds() {
            assertThat(Interval.parse("2016-07-14T18:00+02:00/PT1H")).hasToString("2016-07-14T16:00:00Z/PT1H");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/",
                    "P1D/",
                    "/P1D",
                    "P1D/P1D",
                    "2016-07-14T16:00Z",
                    "2016-07-14T16:00Z/",
                    "2016-07-14/2016-07-15",
                    "2016-07-14T16:00Z/2016-07-15T16:00Z/P1D",
                    "2016-07-15T16:00Z/2016-07-14T16:00Z",
                    "P1D/2016-07-14T16:00"
                })
        void areRefusedOtherwise(String text) {
            assertThatThrownBy(() -> Interval.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void durationsAndIntervalsAreTextInJson() {
        var json = "{\"duration\":\"P1DT1H\",\"interval\":\"P1D/2016-07-15T16:00:00Z\"}";

        assertThat(Json.text(Json.read(json, Spans.class))).isEqualTo(json);
        assertThatThrownBy(() -> Json.read("{\"duration\":\"soon\"}", Spans.class))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("duration: 'soon' (expected: an ISO 8601 duration");
        assertThatThrownBy(() -> Json.read("{\"duration\":5}", Spans.class)).isInstanceOf(JsonException.class);
    }

    @Nested
    class Literals {

        @ParameterizedTest
        @CsvSource({
            "C, 0, 0001-01-01T00:00:00Z",
            "C, 62135596800000, 1970-01-01T00:00:00Z",
            "E, 1423862100000, 2015-02-13T21:15:00Z",
            "E, -1, 1969-12-31T23:59:59.999Z",
            "O, 42048.55, 2015-02-13T13:12:00Z",
            "O, 0, 1899-12-30T00:00:00Z",
            "O, 2, 1900-01-01T00:00:00Z",
            "O, -1.25, 1899-12-29T06:00:00Z",
            "T, 0, 1601-01-01T00:00:00Z",
            "T, 116444736000000000, 1970-01-01T00:00:00Z",
            "T, 116444736000000001, 1970-01-01T00:00:00.000000100Z",
            "U, 1471186826, 2016-08-14T15:00:26Z",
            "U, 0.5, 1970-01-01T00:00:00.500Z",
            "W, 11644473600000, 1970-01-01T00:00:00Z",
            "X, 1, 1900-01-01T00:00:00Z",
            "X, 59, 1900-02-28T00:00:00Z",
            "X, 61, 1900-03-01T00:00:00Z",
            "X, 42048.55, 2015-02-13T13:12:00Z",
        })
        void countFromTheirEpoch(String kind, String value, Instant moment) {
            var json = "{\"date\":{\"kind\":\"%s\",\"value\":%s}}".formatted(kind, value);

            var read = Json.read(json, Holder.class);

            assertThat(read.date().instant()).isEqualTo(moment);
            assertThat(Json.text(read)).isEqualTo(json);
        }

        @Test
        void mayBeIsoText() {
            assertThat(Json.read("{\"date\":\"2016-07-14T16:00Z\"}", Holder.class))
                    .isEqualTo(new Holder(DateLiteral.of(Instant.parse("2016-07-14T16:00:00Z"))));
            var structured = "{\"date\":{\"kind\":\"I\",\"value\":\"2016-07-14T16:00:00Z\"}}";
            assertThat(Json.text(Json.read(structured, Holder.class))).isEqualTo(structured);
            assertThat(Json.text(new Holder(DateLiteral.of(Instant.EPOCH))))
                    .isEqualTo("{\"date\":\"1970-01-01T00:00:00Z\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "5",
                    "\"\"",
                    "\"soon\"",
                    "{\"kind\":\"U\"}",
                    "{\"value\":5}",
                    "{\"kind\":\"Z\",\"value\":5}",
                    "{\"kind\":\"u\",\"value\":5}",
                    "{\"kind\":7,\"value\":5}",
                    "{\"kind\":\"U\",\"value\":\"5\"}",
                    "{\"kind\":\"I\",\"value\":5}",
                    "{\"kind\":\"I\",\"value\":\"x\"}",
                    "{\"kind\":\"C\",\"value\":-1}",
                    "{\"kind\":\"X\",\"value\":-1}",
                    "{\"kind\":\"X\",\"value\":60}",
                    "{\"kind\":\"X\",\"value\":60.5}",
                    "{\"kind\":\"U\",\"value\":1e100}",
                    "{\"kind\":\"U\",\"value\":99999999999999999999}",
                    "{\"kind\":\"U\",\"value\":1e-100}"
                })
        void areRefusedOtherwise(String literal) {
            assertThatThrownBy(() -> Json.read("{\"date\":" + literal + "}", Holder.class))
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("date");
        }
    }
}
