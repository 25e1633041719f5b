package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests, responses and their parts.
class MessagesTest {

    @Nested
    class HeadersTest {

        private final Headers headers = Headers.of("Accept", "a", "X-One", "1", "accept", "b");

        @Test
        void namesAreComparedWithoutRegardToCase() {
            assertThat(headers.first("ACCEPT")).contains("a");
            assertThat(headers.all("accept")).containsExactly("a", "b");
            assertThat(headers.has("x-one")).isTrue();
            assertThat(headers.first("none")).isEmpty();
            assertThat(headers.size()).isEqualTo(3);
        }

        @Test
        void theyAreNeverChangedInPlace() {
            assertThat(headers.with("Accept", "c").all("Accept")).containsExactly("c");
            assertThat(headers.plus("Accept", "c").all("Accept")).containsExactly("a", "b", "c");
            assertThat(headers.without("accept")).isEqualTo(Headers.of("X-One", "1"));
            assertThat(headers.all("Accept")).containsExactly("a", "b");
            assertThat(headers).hasSameHashCodeAs(Headers.of("Accept", "a", "X-One", "1", "accept", "b"));
        }

        @Test
        void othersTakeThePlaceOfThoseOfTheSameName() {
            assertThat(headers.with(Headers.of("ACCEPT", "c", "New", "n")))
                    .isEqualTo(Headers.of("X-One", "1", "ACCEPT", "c", "New", "n"));
            assertThat(headers.with(Headers.empty())).isEqualTo(headers);
        }

        @Test
        void theyAreShownInOrder() {
            var names = new ArrayList<String>();
            headers.forEach((name, _) -> names.add(name));

            assertThat(names).containsExactly("Accept", "X-One", "accept");
            assertThat(headers.toString()).isEqualTo("Accept: a\nX-One: 1\naccept: b\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a b", "a:", "a\n", "ä", "a\u0000"})
        void namesAreTokens(String name) {
            assertThatIllegalArgumentException().isThrownBy(() -> Headers.of(name, "x"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\nb", "\u0000", "\u007f", "€"})
        void valuesCannotSplitAResponse(String value) {
            assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("Location", value));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Headers.empty().with("Location", value));
        }

        @Test
        void namesAndValuesComeInPairs() {
            assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a"));
        }
    }

    @Nested
    class QueryTest {

        @Test
        void parametersAreDecodedInOrder() {
            var query =
                    Request.get("/x?q=fat+cat&q=%C3%A4&&empty=&flag&a%3Db=c=d").query();

            assertThat(query.first("q")).contains("fat cat");
            assertThat(query.first("empty")).contains("");
            assertThat(query.first("flag")).contains("");
            assertThat(query.first("a=b")).contains("c=d");
            assertThat(query.first("none")).isEmpty();
            assertThat(query.parameters()).hasSize(5);
            assertThat(Request.get("/x").query().parameters()).isEmpty();
            assertThat(Request.get("/x?").query().parameters()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"q=%", "q=%4", "q=%zz", "%ff=1", "q=%c3"})
        void brokenEncodingsAreABadRequest(String text) {
            assertThatThrownBy(() -> Query.parse(text)).isInstanceOf(ProblemException.class);
        }

        @Test
        void numbersHaveARange() {
            assertThat(Query.parse("n=7").number("n", 1, 10)).contains(7);
            assertThat(Query.parse("").number("n", 1, 10)).isEmpty();
            for (String text :
                    new String[] {"n=0", "n=11", "n=", "n=x", "n=1.0", "n=99999999999", "n= 7", "n=%2B7", "n=٣"}) {
                assertThatThrownBy(() -> Query.parse(text).number("n", 1, 10))
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("from 1 to 10");
            }
        }
    }

    @Nested
    class BodyTest {

        private final byte[] bytes = "kitten ä".getBytes(StandardCharsets.UTF_8);

        @Test
        void allKindsHoldTheSame() throws IOException {
            var kinds = new Body[] {
                Body.of("kitten ä"),
                Body.of(bytes),
                Body.from(new ByteArrayInputStream(bytes), OptionalLong.empty()),
                Body.writtenBy(target -> target.write(bytes))
            };
            for (var body : kinds) {
                assertThat(body.text()).isEqualTo("kitten ä");
            }
            assertThat(Body.writtenBy(target -> target.write(bytes)).stream().readAllBytes())
                    .isEqualTo(bytes);
            assertThat(Body.of(bytes).stream().readAllBytes()).isEqualTo(bytes);
        }

        @Test
        void allKindsCanBeWritten() throws IOException {
            for (var body : new Body[] {
                Body.of(bytes),
                Body.from(new ByteArrayInputStream(bytes), OptionalLong.of(9)),
                Body.writtenBy(target -> target.write(bytes))
            }) {
                var target = new ByteArrayOutputStream();
                body.writeTo(target);
                assertThat(target.toByteArray()).isEqualTo(bytes);
            }
        }

        @Test
        void theLengthIsKnownOrNot() {
            assertThat(Body.of(bytes).length()).hasValue(9);
            assertThat(Body.empty().length()).hasValue(0);
            assertThat(Body.from(new ByteArrayInputStream(bytes), OptionalLong.of(9))
                            .length())
                    .hasValue(9);
            assertThat(Body.writtenBy(_ -> {}).length()).isEmpty();
        }
    }

    @Test
    void requestsAreChangedByCopy() {
        var request = Request.post("/a?b", Body.of("x")).with("A", "1").withRemote("10.0.0.1:5");

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/a");
        assertThat(request.target()).isEqualTo("/a?b");
        assertThat(request.remote()).isEqualTo("10.0.0.1:5");
        assertThat(request.withTarget("/c").headers()).isEqualTo(request.headers());
        assertThat(request.with(Headers.empty()).headers().size()).isZero();
        assertThat(request.toString()).isEqualTo("POST /a?b");
        assertThat(Request.get("/\u001b[31m" + "a".repeat(200)).toString())
                .doesNotContain("\u001b")
                .hasSizeLessThan(100);
        assertThatIllegalArgumentException().isThrownBy(() -> request.variable("id"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:5, 10.0.0.1",
        "[2001:db8::1]:4711, 2001:db8::1",
        "[::1]:80, ::1",
        "localhost, localhost",
        "'', ''"
    })
    void aPeerHasAnAddressWithoutItsPort(String remote, String host) {
        assertThat(Request.get("/").withRemote(remote).remoteHost()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "Zoë 🐈, Zoë 🐈",
        "'a\u0000\u001b[31m\r\n\u0085b', a??[31m???b",
        "'a\u2028\u2029\u202e\u200bb', a????b",
        "'\ud83d!', ?!"
    })
    void aStrangersTextIsShownWithoutWhatDoesMoreThanBeingSeen(String text, String shown) {
        assertThat(Shown.of(text)).isEqualTo(shown);
    }

    @Test
    void aStrangersTextIsCutBetweenCharacters() {
        assertThat(Shown.of("🐈".repeat(80))).isEqualTo("🐈".repeat(80));
        assertThat(Shown.of("🐈".repeat(81))).isEqualTo("🐈".repeat(80) + "...");
    }

    @Test
    void responsesAreMadeByOneCall() throws IOException {
        assertThat(Response.created("/v1/kittens/7", "Tom").headers().first("Location"))
                .contains("/v1/kittens/7");
        assertThat(Response.text(404, "no").status()).isEqualTo(404);
        assertThat(Response.noContent().status()).isEqualTo(204);
        assertThat(Response.of(200)
                        .with(Body.of("x"))
                        .with(Headers.of("A", "1"))
                        .body()
                        .text())
                .isEqualTo("x");
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(99));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of(600));
    }

    @Test
    void limitsAreChangedByCopyAndHaveLeastValues() {
        var limits = Limits.standard()
                .withConnections(7)
                .withRequests(3)
                .with(new Limits.Sizes(1, 1, 1, 0))
                .with(new Limits.Times(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));

        assertThat(limits.connections()).isEqualTo(7);
        assertThat(limits.requests()).isEqualTo(3);
        assertThat(limits.sizes().body()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> limits.withConnections(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Sizes(0, 1, 1, 1));
        var second = Duration.ofSeconds(1);
        for (var wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(366))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Limits.Times(wrong, second, second))
                    .withMessage("headers: %s (expected: > 0, at most 365 days)", wrong);
            assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Times(second, wrong, second));
            assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Times(second, second, wrong));
        }
    }
}
