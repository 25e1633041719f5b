package dev.margay.web.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.margay.http.Body;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

    record Kitten(@NotBlank String name, @Min(1) int weight) {}

    private static List<Kitten> read(String body) throws IOException {
        return read(Request.post("/", Body.of(body)));
    }

    private static List<Kitten> read(Request request) throws IOException {
        var all = new ArrayList<Kitten>();
        JsonLines.read(request, Kitten.class, 100).forEach(all::add);
        return all;
    }

    private static Problem refusal(String body) {
        return catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
    }

    @Test
    void valuesAreReadOnePerLine() throws Exception {
        var tom = "{\"name\":\"Tom\",\"weight\":1}";
        var kitten = new Kitten("Tom", 1);

        assertThat(read(tom + "\n" + tom + "\n")).containsExactly(kitten, kitten);
        assertThat(read(tom)).containsExactly(kitten);
        assertThat(read("\n\r\n \t\n" + tom + "\r\n\n" + tom + "\n\n")).containsExactly(kitten, kitten);
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void whatIsWrongIsToldWithItsLine() {
        var good = "{\"name\":\"Tom\",\"weight\":1}\n\n";

        assertThat(refusal(good + "{\"name\":\"Tom\",\"weight\":\"1\"}")).satisfies(problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.message()).startsWith("Line 3: ");
            assertThat(problem.target()).isEqualTo("weight");
        });
        assertThat(refusal(good + "{\"name\":\"\",\"weight\":0}")).satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("Line 3: The request has 2 invalid values.");
            assertThat(problem.details()).hasSize(2);
        });
        assertThat(refusal(good + "{\"name\":\"" + "x".repeat(100))).satisfies(problem -> {
            assertThat(problem.status()).isEqualTo(413);
            assertThat(problem.message()).isEqualTo("Line 3 is too long (expected: at most 100 bytes).");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "{}{}", "{\"name\":\"a\"", "\u0000", "{\"name\":\"a\",\n\"weight\":1}"})
    void otherLinesAreMalformed(String line) {
        assertThat(refusal(line).status()).isEqualTo(400);
    }

    @Test
    void textThatIsNotUtf8IsMalformed() {
        var body = Body.of("{\"name\":\"\u00e4\",\"weight\":1}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> read(Request.post("/", body))).isInstanceOf(ProblemException.class);
    }

    /// However the line is cut into pieces.
    @Test
    void aLineIsAsLongAsItMayBe() throws Exception {
        var longest = "{\"name\":\"" + "x".repeat(79) + "\",\"weight\":1}";
        assertThat(longest.length() - 1).isEqualTo(100);
        var line = longest.replace("xx\"", "x\"");

        for (int padding : new int[] {0, 16_383, 16_300, 16_290, 40_000}) {
            assertThat(read("\n".repeat(padding) + line + "\n")).hasSize(1);
            assertThat(refusal("\n".repeat(padding) + longest + "\n").status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-ndjson,true",
        "application/jsonl,true",
        "Application/NDJSON; charset=utf-8,true",
        "application/json,false",
        "text/plain,false"
    })
    void typesAreThoseOfLines(String type, boolean taken) throws Exception {
        var request = Request.post("/", Body.empty()).with("Content-Type", type);
        if (taken) {
            assertThat(read(request)).isEmpty();
        } else {
            var problem = catchThrowableOfType(ProblemException.class, () -> read(request))
                    .problem();
            assertThat(problem.status()).isEqualTo(415);
            assertThat(problem.headers().first("Accept")).contains("application/x-ndjson");
        }
    }

    @Test
    void aLineIsReadBeforeTheNextHasArrived() throws Exception {
        try (var sender = new PipedOutputStream();
                var receiver = new PipedInputStream(sender)) {
            sender.write("{\"name\":\"Tom\",\"weight\":1}\n".getBytes(StandardCharsets.UTF_8));
            var lines = JsonLines.read(Request.post("/", Body.from(receiver, OptionalLong.empty())), Kitten.class)
                    .iterator();

            assertThat(lines.next()).isEqualTo(new Kitten("Tom", 1));
        }
        var none = JsonLines.read(Request.post("/", Body.empty()), Kitten.class).iterator();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aConnectionThatBreaksIsNoMalformedLine() throws Exception {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the peer closed the connection");
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                throw new IOException("the peer closed the connection");
            }
        };
        var lines = JsonLines.read(Request.post("/", Body.from(broken, OptionalLong.empty())), Kitten.class)
                .iterator();

        assertThatThrownBy(lines::hasNext).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aLimitIsAtLeastOneByte() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonLines.read(Request.get("/"), Kitten.class, 0));
    }

    @Test
    void valuesAreWrittenOnePerLine() throws Exception {
        var response = JsonLines.of(lines -> {
            lines.write(new Kitten("Tom\nTim", 1));
            lines.write(List.of(1, 2));
            lines.send("three");
        });

        assertThat(response.headers().first("Content-Type")).contains("application/x-ndjson");
        assertThat(response.body().text()).isEqualTo("{\"name\":\"Tom\\nTim\",\"weight\":1}\n[1,2]\n\"three\"\n");
    }

    @Test
    void whatIsSentLeavesAtOnceWhatIsWrittenMayWait() throws Exception {
        var left = new ArrayList<Integer>();
        var target = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                left.add(size());
            }
        };
        JsonLines.of(lines -> {
                    lines.write(1);
                    lines.send(2);
                    lines.write(3);
                })
                .body()
                .writeTo(target);

        assertThat(left).containsExactly(4, 6);
    }

    @Test
    void aSourceThatFailsBreaksTheAnswerOff() {
        var failure = new Exception("no more");
        var response = JsonLines.of(_ -> {
            throw failure;
        });

        assertThatThrownBy(() -> response.body().bytes())
                .isInstanceOf(IOException.class)
                .hasCause(failure);
    }

    @Test
    void valuesReadAsTheyWereWritten() throws Exception {
        var kittens = new ArrayList<Kitten>();
        for (int i = 1; i < 5_000; i++) {
            kittens.add(new Kitten("Kitten " + i, i));
        }
        var written = JsonLines.of(lines -> {
                    for (var kitten : kittens) {
                        lines.write(kitten);
                    }
                })
                .body()
                .bytes();

        assertThat(read(Request.post(
                        "/", Body.from(new ByteArrayInputStream(written), OptionalLong.of(written.length)))))
                .isEqualTo(kittens);
    }
}
