package dev.margay.web.bodies;

import static dev.margay.web.bodies.Uploads.part;
import static dev.margay.web.bodies.Uploads.read;
import static dev.margay.web.bodies.Uploads.refusal;
import static dev.margay.web.bodies.Uploads.request;
import static dev.margay.web.bodies.Uploads.trickling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartRefusalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "--b",
                "--b-",
                "--c\r\n",
                "--b\n",
                "--b\r\n",
                "--bc\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--",
                "--b\nContent-Disposition: form-data; name=a\n\n1\n--b--",
                "--b\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b-",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--bx--",
                "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a b=\"c\"\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"a\" b=c\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nno colon\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n: x\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nX : y\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nX: \u0001\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"a\u0000b\"\r\n\r\n1\r\n--b--"
            })
    void whatIsMalformedIsRefusedWithWhatWasExpected(String body) {
        for (var request : List.of(request(body), trickling(body))) {
            assertThatThrownBy(() -> read(request))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(400))
                    .hasMessageContaining("expected: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json|415",
                "multipart/mixed; boundary=b|415",
                "``|415",
                "multipart/form-data|400",
                "multipart/form-data; boundary=|400",
                "multipart/form-data; boundary=\"a \"|400",
                "multipart/form-data; boundary=ä|400",
                "multipart/form-data; boundary=a@b|400",
                "multipart/form-data; boundary=\"b|400",
                "multipart/form-data; boundary=b; boundary=c|400",
                "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890|400"
            })
    void otherTypesAndBoundariesAreRefused(String type, int status) {
        assertThat(refusal(request(type, "--b--".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(status);
    }

    @Test
    void limitsAreKept() {
        var standard = Multipart.Limits.standard();
        assertThat(refusal(request(part("name=a", "1").repeat(101) + "--b--"))).isEqualTo(413);
        assertThat(refusal(request(part("name=a", "1".repeat(65_537)) + "--b--")))
                .isEqualTo(413);
        assertThat(refusal(request(part("name=" + "a".repeat(9_000), "1") + "--b--")))
                .isEqualTo(413);
        assertThat(refusal(request(
                        part("name=a\r\nX: y\r\nX: y", "1").replace("X: y", "X: y\r\n".repeat(3_000) + "X: y"))))
                .isEqualTo(413);
        assertThat(refusal(request("x".repeat(9_000) + "\r\n" + part("name=a", "1") + "--b--")))
                .isEqualTo(400);
        assertThat(refusal(request(part("name=a", "1") + "--b--" + "x".repeat(40_000))))
                .isEqualTo(400);
        for (var limits : List.of(standard.upTo(10, 1_000), standard.upTo(1_000, 60))) {
            var body = request(part("name=a", "12345678901") + "--b--");
            assertThatThrownBy(() -> {
                        for (var part : Multipart.of(body, limits)) {
                            part.stream().transferTo(OutputStream.nullOutputStream());
                        }
                    })
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(413));
        }
    }

    @Test
    void aLimitHoldsForPartsThatAreSkippedToo() throws Exception {
        var parts = Multipart.of(
                        request(part("name=a", "12345678901") + part("name=b", "1") + "--b--"),
                        Multipart.Limits.standard().upTo(10, 1_000))
                .iterator();
        parts.next();

        assertThatThrownBy(parts::hasNext).isInstanceOf(ProblemException.class);
    }

    /// Whatever bytes come: parts, a refusal, and never anything else.
    @Test
    void randomBodiesAreReadOrRefused() {
        var random = new Random(7);
        var pieces = List.of(
                "--b",
                "--b--",
                "--",
                "\r\n",
                "\r",
                "\n",
                " ",
                "Content-Disposition: form-data; name=",
                "a",
                "\"",
                ";",
                "filename=",
                ":",
                "\u0000",
                "x".repeat(5_000));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            var body = new StringBuilder(
                    random.nextBoolean() ? "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" : "");
            for (int piece = random.nextInt(12); piece > 0; piece--) {
                body.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                read(request(
                        body.append(random.nextBoolean() ? "\r\n--b--" : "").toString()));
            } catch (ProblemException e) {
                assertThat(e.problem().status()).isIn(400, 413);
                refused++;
            } catch (IOException e) {
                throw new AssertionError("no connection broke", e);
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }
}
