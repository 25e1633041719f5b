package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.json.Json;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private final LineBuffer buffer = new LineBuffer();

    @Test
    void quotedTextIsJson() {
        String text = "a\"b\\c\nd\te\rf\u0001g\u007fhäö€🐈 end";

        assertThat(Json.read(buffer.quoted(text).toString(), String.class)).isEqualTo(text);
    }

    @Test
    void randomTextIsQuotedAsJsonToo() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(50); j > 0; j--) {
                text.appendCodePoint(
                        random.nextInt(4) == 0 ? random.nextInt(0x10000, 0x110000) : random.nextInt(0xd800));
            }
            var quoted = new LineBuffer().quoted(text.toString()).toString();

            assertThat(Json.read(quoted, String.class)).isEqualTo(text.toString());
        }
    }

    @Test
    void halfASurrogatePairBecomesAQuestionMark() {
        assertThat(buffer.quoted("a\ud800b\udc00").toString()).isEqualTo("\"a?b?\"");
    }

    @Test
    void plainTextCannotForgeALine() {
        assertThat(buffer.text("a\nb\r\u001b[31m").toString()).isEqualTo("a?b??[31m");
    }

    @Test
    void timesAreRfc3339() {
        for (String time :
                new String[] {"2026-11-24T07:05:09.001Z", "1969-12-31T23:59:59.999Z", "2026-11-24T07:05:09.120Z"}) {
            assertThat(new LineBuffer().time(Instant.parse(time).toEpochMilli()).toString())
                    .isEqualTo(time);
        }
    }

    @Test
    void nanosecondsAreMillisecondsWithThreeDecimals() {
        assertThat(buffer.millis(1_234_567_891L)
                        .text(" ")
                        .millis(999)
                        .text(" ")
                        .millis(45_000)
                        .toString())
                .isEqualTo("1234.567 0.000 0.045");
    }

    @Test
    void longTextsGrowTheBuffer() {
        String large = "kitten".repeat(100_000);

        assertThat(buffer.text(large).block(large).quoted(large).length()).isEqualTo(3 * large.length() + 2);
    }
}
