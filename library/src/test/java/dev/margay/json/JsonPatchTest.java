package dev.margay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// JSON Patch as in the examples of RFC 6902 and at its edges, and merge patches as in RFC 7396.
final class JsonPatchTest {

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private static JsonPatch patch(String text) {
        return JsonPatch.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // RFC 6902, appendix A
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\"}] | {\"foo\":\"bar\",\"baz\":\"qux\"}",
                "{\"foo\":[\"bar\",\"baz\"]} | [{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"qux\"}] | {\"foo\":[\"bar\",\"qux\",\"baz\"]}",
                "{\"baz\":\"qux\",\"foo\":\"bar\"} | [{\"op\":\"remove\",\"path\":\"/baz\"}] | {\"foo\":\"bar\"}",
                "{\"foo\":[\"bar\",\"qux\",\"baz\"]} | [{\"op\":\"remove\",\"path\":\"/foo/1\"}] | {\"foo\":[\"bar\",\"baz\"]}",
                "{\"baz\":\"qux\"} | [{\"op\":\"replace\",\"path\":\"/baz\",\"value\":\"boo\"}] | {\"baz\":\"boo\"}",
                "{\"foo\":{\"bar\":1,\"waldo\":2},\"qux\":{}} | [{\"op\":\"move\",\"from\":\"/foo/waldo\",\"path\":\"/qux/thud\"}] | {\"foo\":{\"bar\":1},\"qux\":{\"thud\":2}}",
                "{\"foo\":[1,2,3,4]} | [{\"op\":\"move\",\"from\":\"/foo/1\",\"path\":\"/foo/3\"}] | {\"foo\":[1,3,4,2]}",
                "{\"baz\":\"qux\",\"foo\":[1,2]} | [{\"op\":\"test\",\"path\":\"/foo/1\",\"value\":2}] | {\"baz\":\"qux\",\"foo\":[1,2]}",
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/child\",\"value\":{\"grandchild\":{}}}] | {\"foo\":\"bar\",\"child\":{\"grandchild\":{}}}",
                "{\"foo\":\"bar\"} | [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\",\"xyz\":123}] | {\"foo\":\"bar\",\"baz\":\"qux\"}",
                "{\"/\":9,\"~1\":10} | [{\"op\":\"test\",\"path\":\"/~01\",\"value\":10}] | {\"/\":9,\"~1\":10}",
                "{\"foo\":[\"bar\"]} | [{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"abc\",\"def\"]}] | {\"foo\":[\"bar\",[\"abc\",\"def\"]]}",
                // edges
                "{\"a\":1} | [] | {\"a\":1}",
                "{\"a\":1} | [{\"op\":\"add\",\"path\":\"\",\"value\":[7]}] | [7]",
                "{\"a\":1} | [{\"op\":\"replace\",\"path\":\"\",\"value\":null}] | null",
                "{\"a\":1} | [{\"op\":\"add\",\"path\":\"/a\",\"value\":null}] | {\"a\":null}",
                "{\"\":1} | [{\"op\":\"replace\",\"path\":\"/\",\"value\":2}] | {\"\":2}",
                "{\"a\":1.0} | [{\"op\":\"test\",\"path\":\"/a\",\"value\":1}] | {\"a\":1.0}",
                "{\"a\":[1,{\"b\":2}]} | [{\"op\":\"test\",\"path\":\"/a\",\"value\":[1.0,{\"b\":2}]}] | {\"a\":[1,{\"b\":2}]}",
                "{\"a\":[]} | [{\"op\":\"add\",\"path\":\"/a/0\",\"value\":1}] | {\"a\":[1]}",
                "{\"a\":{\"b\":1}} | [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/c\"}] | {\"a\":{\"b\":1,\"c\":{\"b\":1}}}",
                "{\"a\":1} | [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a\"}] | {\"a\":1}",
                "{\"a\":1} | [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"\"}] | 1",
                "{\"a\":[1,2]} | [{\"op\":\"replace\",\"path\":\"/a/1\",\"value\":3}] | {\"a\":[1,3]}",
                "{\"0\":1} | [{\"op\":\"replace\",\"path\":\"/0\",\"value\":3}] | {\"0\":3}",
            })
    void isApplied(String document, String patch, String result) {
        var before = json(document);

        assertThat(patch(patch).applyTo(before))
                .isEqualTo(json("[" + result + "]").get(0));
        assertThat(before).isEqualTo(json(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"op\":\"add\",\"path\":\"/baz/bat\",\"value\":\"qux\"}]",
                "[{\"op\":\"test\",\"path\":\"/foo\",\"value\":\"bar\"}]",
                "[{\"op\":\"test\",\"path\":\"/text\",\"value\":10}]",
                "[{\"op\":\"test\",\"path\":\"/none\",\"value\":null}]",
                "[{\"op\":\"remove\",\"path\":\"/none\"}]",
                "[{\"op\":\"remove\",\"path\":\"\"}]",
                "[{\"op\":\"remove\",\"path\":\"/list/-\"}]",
                "[{\"op\":\"replace\",\"path\":\"/none\",\"value\":1}]",
                "[{\"op\":\"replace\",\"path\":\"/list/2\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/list/3\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/list/-1\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/list/01\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/list/1e0\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/list/99999999999\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/text/0\",\"value\":1}]",
                "[{\"op\":\"copy\",\"from\":\"/none\",\"path\":\"/x\"}]",
                "[{\"op\":\"move\",\"from\":\"/foo\",\"path\":\"/foo/inner\"}]",
                "[{\"op\":\"move\",\"from\":\"/none\",\"path\":\"/x\"}]",
                "[{\"op\":\"add\",\"path\":\"/x\",\"value\":1},{\"op\":\"remove\",\"path\":\"/none\"}]",
            })
    void isAppliedAsAWholeOrNotAtAll(String patch) {
        var document = json("{\"foo\":{\"inner\":1},\"list\":[1,2],\"text\":\"10\"}");
        var before = document.deepCopy();

        assertThatThrownBy(() -> patch(patch).applyTo(document))
                .isInstanceOf(PatchException.class)
                .hasMessageStartingWith("operation ");
        assertThat(document).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "5",
                "[5]",
                "[{}]",
                "[{\"op\":\"add\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":7,\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/~\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/~2\",\"value\":1}]",
                "[{\"op\":\"add\",\"path\":\"/a\"}]",
                "[{\"op\":\"replace\",\"path\":\"/a\"}]",
                "[{\"op\":\"test\",\"path\":\"/a\"}]",
                "[{\"op\":\"copy\",\"path\":\"/a\"}]",
                "[{\"op\":\"move\",\"path\":\"/a\",\"from\":\"b\"}]",
                "[{\"op\":\"spam\",\"path\":\"/a\"}]",
                "[{\"op\":\"ADD\",\"path\":\"/a\",\"value\":1}]",
                "[{\"op\":\"remove\",\"path\":\"/a\"}]x",
                "",
            })
    void isRefusedWhenItIsNone(String patch) {
        assertThatThrownBy(() -> patch(patch)).isInstanceOf(JsonException.class);
    }

    @Test
    void hasALimit() {
        String operations = IntStream.range(0, JsonPatch.MOST_OPERATIONS + 1)
                .mapToObj(_ -> "{\"op\":\"remove\",\"path\":\"/a\"}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThatThrownBy(() -> patch(operations))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("1001");
    }

    @Test
    void cannotGrowADocumentWithoutEnd() {
        String doubling = IntStream.range(0, 40)
                .mapToObj(_ -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/-\"}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThatThrownBy(() -> patch(doubling).applyTo(json("[1]")))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining("copies too much");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // RFC 7396, appendix A
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "[\"a\",\"b\"] | [\"c\",\"d\"] | [\"c\",\"d\"]",
                "{\"a\":\"b\"} | [\"c\"] | [\"c\"]",
                "{\"a\":\"foo\"} | \"bar\" | \"bar\"",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "[1,2] | {\"a\":\"b\",\"c\":null} | {\"a\":\"b\"}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
            })
    void mergesMembers(String document, String patch, String result) {
        assertThat(JsonPatch.merge(json(document), json(patch))).isEqualTo(json(result));
    }
}
