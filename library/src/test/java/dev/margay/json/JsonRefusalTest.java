package dev.margay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.json.JsonTest.Everything;
import dev.margay.json.JsonTest.Kitten;
import dev.margay.json.JsonTest.Named;
import dev.margay.json.JsonTest.Order;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is refused, and in which words.
class JsonRefusalTest {

    private static JsonException refused(String text, Class<?> type) {
        return refused(text.getBytes(StandardCharsets.UTF_8), type);
    }

    private static JsonException refused(byte[] text, Class<?> type) {
        return catchThrowableOfType(JsonException.class, () -> Json.read(text, type));
    }

    @Nested
    class Refuses {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"text\":7}",
                    "{\"text\":7.5}",
                    "{\"text\":true}",
                    "{\"text\":[\"a\"]}",
                    "{\"text\":{}}",
                    "{\"whole\":\"7\"}",
                    "{\"whole\":7.0}",
                    "{\"whole\":7.5}",
                    "{\"whole\":1e2}",
                    "{\"whole\":true}",
                    "{\"whole\":null}",
                    "{\"whole\":\"\"}",
                    "{\"whole\":[7]}",
                    "{\"whole\":2147483648}",
                    "{\"boxed\":\"7\"}",
                    "{\"boxed\":7.5}",
                    "{\"large\":9223372036854775808}",
                    "{\"large\":\"1\"}",
                    "{\"fraction\":\"1.5\"}",
                    "{\"fraction\":1e999}",
                    "{\"fraction\":null}",
                    "{\"fraction\":true}",
                    "{\"fraction\":\"NaN\"}",
                    "{\"fraction\":NaN}",
                    "{\"fraction\":Infinity}",
                    "{\"fraction\":-Infinity}",
                    "{\"small\":1e39}",
                    "{\"yes\":1}",
                    "{\"yes\":0}",
                    "{\"yes\":\"true\"}",
                    "{\"yes\":null}",
                    "{\"exact\":\"1.5\"}",
                    "{\"exact\":\"\"}",
                    "{\"breed\":0}",
                    "{\"breed\":\"persian\"}",
                    "{\"breed\":\"\"}",
                    "{\"breed\":\"0\"}",
                    "{\"at\":0}",
                    "{\"at\":1.5}",
                    "{\"at\":\"0\"}",
                    "{\"at\":\"\"}",
                    "{\"at\":\"2026-11-24\"}",
                    "{\"day\":[2026,11,24]}",
                    "{\"day\":20000}",
                    "{\"day\":\"2026-13-24\"}",
                    "{\"time\":90}",
                    "{\"time\":\"90 s\"}",
                    "{\"numbers\":7}",
                    "{\"numbers\":\"\"}",
                    "{\"numbers\":[\"7\"]}",
                    "{\"numbers\":{}}",
                    "{\"flags\":[]}",
                    "{\"flags\":{\"a\":1}}",
                    "{\"nested\":\"\"}",
                    "{\"nested\":[]}",
                    "{\"nested\":\"Tom\"}",
                    "{\"nested\":{\"name\":7}}",
                    "[]",
                    "\"\"",
                    "\"Tom\"",
                    "7",
                    "true",
                    "null"
                })
        void aValueOfAnotherKind(String text) {
            assertThat(refused(text, Everything.class)).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "}",
                    "{\"name\"",
                    "{\"name\":",
                    "{\"name\":\"Tom\"",
                    "{\"name\":\"Tom",
                    "{\"name\":\"Tom\"}}",
                    "{\"name\":\"Tom\"} {}",
                    "{\"name\":\"Tom\"} x",
                    "{\"name\":\"Tom\",}",
                    "{name:\"Tom\"}",
                    "{'name':'Tom'}",
                    "{\"name\":\"Tom\"/*c*/}",
                    "{\"name\":undefined}",
                    "{\"name\":\"a\nb\"}",
                    "{\"name\":\"a\tb\"}",
                    "{\"name\":\"\\x\"}",
                    "{\"name\":\"\\u12\"}",
                    "{\"name\":\"\\ud800\"}",
                    "{\"name\":\"\\udc00\"}",
                    "{\"name\":\"\\ud800x\"}",
                    "{\"name\":\"\\ud800\\ud800\"}",
                    "{\"\\ud800\":1}",
                    "{\"name\":\"Tom\",\"name\":\"Tom\"}",
                    "{\"x\":{\"y\":1,\"y\":1}}",
                    "{\"x\":01}",
                    "{\"x\":+1}",
                    "{\"x\":.5}",
                    "{\"x\":5.}",
                    "{\"x\":0x1}",
                    "{\"x\":-}",
                    "{\"x\":NaN}"
                })
        void textThatIsNotJson(String text) {
            assertThat(refused(text, Named.class)).isNotNull();
        }

        @Test
        void duplicatesThatDifferOnlyByTheirEscapes() {
            assertThat(refused("{\"name\":\"a\",\"n\\u0061me\":\"b\"}", Named.class))
                    .hasMessageContaining("a member twice");
        }

        @Test
        void bytesThatAreNotUtf8() {
            for (String hex : List.of("ff", "c0af", "eda080", "c3", "e282", "f4908080", "80", "fe")) {
                byte[] text = hostile(hex);

                assertThat(refused(text, Named.class))
                        .as(hex)
                        .hasMessageContaining("UTF-8")
                        .hasMessageContaining("line 1, column 10");
            }
        }

        private static byte[] hostile(String hex) {
            byte[] bytes = java.util.HexFormat.of().parseHex(hex);
            var text = new ByteArrayOutputStream();
            text.writeBytes("{\"name\":\"".getBytes(StandardCharsets.UTF_8));
            text.writeBytes(bytes);
            text.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            return text.toByteArray();
        }

        @Test
        void otherEncodingsOfUnicode() {
            for (var charset : List.of(
                    StandardCharsets.UTF_16,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE,
                    StandardCharsets.UTF_32,
                    StandardCharsets.UTF_32LE)) {
                assertThat(refused("{\"name\":\"Tom\"}".getBytes(charset), Named.class))
                        .as(charset.name())
                        .isNotNull();
            }
        }

        @Test
        void whatIsNestedDeeperThanTheLimit() {
            String allowed = "{\"x\":" + "[".repeat(63) + "]".repeat(63) + "}";
            String tooDeep = "{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}";
            String absurd = "[".repeat(1_000_000);

            assertThat(Json.read(allowed, Named.class)).isEqualTo(new Named(null));
            assertThat(refused(tooDeep, Named.class)).hasMessageContaining("nested too deeply (expected: at most 64");
            assertThat(refused(absurd, JsonNode.class)).hasMessageContaining("nested too deeply");
        }

        @Test
        void numbersThatWouldTakeTheServersTime() {
            assertThat(refused("{\"exact\":" + "9".repeat(100_000) + "}", Everything.class))
                    .isNotNull();
            assertThat(refused("[" + "9".repeat(100_000) + "]", JsonNode.class)).isNotNull();
        }
    }

    @Nested
    class Says {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"name\":7}|name: a whole number (expected: text) at line 1, column",
                    "{\"name\":|the text ends early (expected: one complete JSON value) at line 1, column",
                    "{\"name\":\"a\",\"name\":\"b\"}|a member twice",
                    "{\"name\":\"a\"}x|not JSON",
                    "{\"name\":\"a\"}{}|more text after the value",
                    "[]|a list (expected: an object with name) at line 1, column 1"
                })
        void whatIsWrongAndWhere(String text, String said) {
            assertThat(refused(text, Named.class)).hasMessageContaining(said);
        }

        @Test
        void thePathOfTheMember() {
            var refused = refused("{\"items\":[{\"name\":\"a\",\"quantity\":1},{\"quantity\":\"2\"}]}", Order.class);

            assertThat(refused.path()).isEqualTo("items[1].quantity");
            assertThat(refused.explanation())
                    .startsWith("items[1].quantity: text (expected: a whole number from -9223372036854775808 to");
        }

        @Test
        void theNamesThatJsonHasForThem() {
            record Wish(@JsonProperty("kitten_id") String kittenId, long quantity) {}

            assertThat(refused("[]", Wish.class))
                    .hasMessageStartingWith("a list (expected: an object with kitten_id, quantity)");
        }

        @Test
        void theLineOfTheMember() {
            assertThat(refused("{\n  \"name\": \"a\",\n  \"age\": x\n}", Kitten.class))
                    .hasMessageContaining("line 3");
        }

        @Test
        void whichConstantsExist() {
            assertThat(refused("{\"breed\":\"DOG\"}", Everything.class))
                    .hasMessageStartingWith("breed: 'DOG' (expected: one of PERSIAN, SIAMESE)");
        }

        @Test
        void whichFormatATimeHas() {
            assertThat(refused("{\"at\":\"noon\"}", Everything.class))
                    .hasMessageStartingWith("at: 'noon' (expected: ISO 8601 text such as 2026-11-24T18:30:00Z)");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"whole\":null}",
                    "{\"whole\":\"a\"}",
                    "{\"breed\":7}",
                    "{\"nested\":7}",
                    "{\"numbers\":[{}]}",
                    "{\"exact\":{}}",
                    "{\"time\":\"x\"}",
                    "{\"fraction\":1e400}",
                    "{\"large\":1e400}",
                    "{\"text\":[]}",
                    "[",
                    "{\"a\":1,\"a\":1}",
                    "nul",
                    "\u0000"
                })
        void noNameOfAClass(String text) {
            assertThat(refused(text, Everything.class).explanation())
                    .doesNotContain("java", "dev.margay", "jackson", "Everything", "Source", "`");
        }
    }
}
