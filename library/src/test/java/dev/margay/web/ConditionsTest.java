package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.web.Conditions.Validators;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Conditions of requests, as the table of RFC 9110 section 13.2.2 has them.
final class ConditionsTest {

    private static final Instant CHANGED = Instant.parse("1994-11-06T08:49:37.9Z");
    private static final Validators NOW = Validators.of("\"3\"", CHANGED);
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";

    private static int status(Request request, Validators now) {
        try {
            return Conditions.check(request, now).map(answer -> answer.status()).orElse(200);
        } catch (ProblemException e) {
            return e.problem().status();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; If-Match; \"3\"; 200",
                "GET; If-Match; \"1\", \"3\"; 200",
                "GET; If-Match; *; 200",
                "GET; If-Match; \"4\"; 412",
                "PUT; If-Match; W/\"3\"; 412",
                "PUT; If-Match; \"3\"; 200",
                "PUT; If-Match; 3; 400",
                "PUT; If-Match; \"3; 400",
                "GET; If-None-Match; \"3\"; 304",
                "HEAD; If-None-Match; W/\"3\"; 304",
                "GET; If-None-Match; *; 304",
                "GET; If-None-Match; \"4\"; 200",
                "PUT; If-None-Match; *; 412",
                "PUT; If-None-Match; \"3\"; 412",
                "PUT; If-None-Match; \"4\"; 200",
                "GET; If-None-Match; w/\"3\"; 400",
                "GET; If-Modified-Since; " + SAME + "; 304",
                "GET; If-Modified-Since; " + BEFORE + "; 200",
                "PUT; If-Modified-Since; " + SAME + "; 200",
                "GET; If-Modified-Since; soon; 200",
                "GET; If-Unmodified-Since; " + SAME + "; 200",
                "DELETE; If-Unmodified-Since; " + BEFORE + "; 412",
                "DELETE; If-Unmodified-Since; soon; 200",
            })
    void oneConditionIsHeeded(String method, String name, String value, int status) {
        assertThat(status(Request.of(method, "/").with(name, value), NOW)).isEqualTo(status);
    }

    @Test
    void tagsComeBeforeDates() {
        var get = Request.get("/");

        assertThat(status(get.with("If-Match", "\"3\"").with("If-Unmodified-Since", BEFORE), NOW))
                .isEqualTo(200);
        assertThat(status(get.with("If-None-Match", "\"4\"").with("If-Modified-Since", SAME), NOW))
                .isEqualTo(200);
        assertThat(status(get.with("If-Match", "\"4\"").with("If-None-Match", "\"3\""), NOW))
                .isEqualTo(412);
        assertThat(status(get.with("If-Match", "\"3\"").with("If-None-Match", "\"3\""), NOW))
                .isEqualTo(304);
        assertThat(status(get.with("If-Unmodified-Since", SAME).with("If-Modified-Since", SAME), NOW))
                .isEqualTo(304);
    }

    @Test
    void whatIsNotKnownMatchesNothing() {
        var byDate = Validators.of(CHANGED);
        var byTag = Validators.of("\"3\"");

        assertThat(status(Request.get("/").with("If-Match", "\"3\""), byDate)).isEqualTo(412);
        assertThat(status(Request.get("/").with("If-Match", "*"), byDate)).isEqualTo(200);
        assertThat(status(Request.get("/").with("If-None-Match", "\"3\""), byDate))
                .isEqualTo(200);
        assertThat(status(Request.get("/").with("If-Modified-Since", SAME), byTag))
                .isEqualTo(200);
        assertThat(status(Request.get("/").with("If-Unmodified-Since", BEFORE), byTag))
                .isEqualTo(200);
        assertThat(status(Request.get("/").with("If-Match", "W/\"3\""), Validators.of("W/\"3\"")))
                .isEqualTo(412);
    }

    @Test
    void theAnswer304NamesWhatIsThere() {
        var answer = Conditions.check(Request.get("/").with("If-None-Match", "\"3\""), NOW)
                .orElseThrow();

        assertThat(answer.headers()).isEqualTo(Headers.of("ETag", "\"3\"", "Last-Modified", SAME));
    }

    @Test
    void severalHeadersAreOneList() {
        var headers = Headers.of("If-None-Match", "\"1\",, W/\"2\"", "if-none-match", " \"3\" ,");
        var request = Request.get("/").with(headers);

        assertThat(status(request, NOW)).isEqualTo(304);
    }

    @Test
    void whatIsNotThereMayBeMade() {
        var put = Request.of("PUT", "/");

        assertThatNoException().isThrownBy(() -> Conditions.checkAbsent(put));
        assertThatNoException().isThrownBy(() -> Conditions.checkAbsent(put.with("If-None-Match", "*")));
        assertThat(problem(() -> Conditions.checkAbsent(put.with("If-Match", "*")))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void ifMatchMayBeRequired() {
        var named = Conditions.requireIfMatch(Request.get("/").with("If-Match", "\"3\", W/\"4\", \"\""));
        var missing = problem(() -> Conditions.requireIfMatch(Request.get("/")));

        assertThat(named.any()).isFalse();
        assertThat(named.values()).containsExactly("3", "4", "");
        assertThat(missing.status()).isEqualTo(428);
        assertThat(missing.code()).isEqualTo("PreconditionRequired");
        assertThat(missing.target()).isEqualTo("If-Match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ",,",
                "3",
                "\"3",
                "3\"",
                "x\"3\"",
                "\"3\" \"4\"",
                "\"3\"x",
                "* *",
                "*, \"3\"",
                "\"\"\"",
                "\"a b\"",
                "W/",
                "W/3",
                "\"\u007f\""
            })
    void whatIsNoListOfTagsIsRefused(String text) {
        var refused = problem(() ->
                Conditions.ifMatch(Request.get("/").with(Headers.checked(new String[] {"If-Match", text}))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).contains("expected: '*' or entity tags");
    }

    @Test
    void aLongListIsReadAtOnce() {
        var tags = Conditions.requireIfMatch(Request.get("/").with("If-Match", "\"1\", ".repeat(20_000)));

        assertThat(tags.tags()).hasSize(20_000);
    }

    private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "\"", "\"a\"b\"", "w/\"3\"", "\"a b\"", "\"🐈\""})
    void aTagIsInQuotes(String tag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validators.of(tag))
                .withMessageContaining("expected: text in quotes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
            })
    void datesHaveThreeForms(String text) {
        assertThat(HttpDate.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37 GMT Sun, 06 Nov 1994 08:49:37 GMT",
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }
}
