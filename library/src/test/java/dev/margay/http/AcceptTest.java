package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

    record Hello(String name) {}

    private static Accept accept(String header) {
        return Accept.of(Request.get("/").with("Accept", header));
    }

    /// The example of RFC 9110 section 12.5.1.
    @ParameterizedTest
    @CsvSource({"text/plain,1", "text/html,0.7", "image/jpeg,0.5", "text/x,0.3", "application/json,0.5"})
    void theMostSpecificRangeDecides(String type, double weight) {
        assertThat(accept("text/*;q=0.3, text/plain, text/html;q=0.7, */*;q=0.5")
                        .weight(type))
                .isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "*/*|a/json",
                "''|a/json",
                "a/*|a/json",
                "b/*|b/cbor",
                "b/cbor|b/cbor",
                "B/CBOR ; q=1|b/cbor",
                "b/cbor, a/json|a/json",
                "b/cbor, a/json;q=0.9|b/cbor",
                "*/*, a/json;q=0|b/cbor",
                "a/*;q=0, */*|b/cbor",
                "a/json;charset=utf-8|a/json",
                "a/json;x=1;q=0.2, b/cbor;q=0.1|a/json",
                "text/html, *; q=.2, */*; q=.2|a/json",
                ",,,|a/json",
                "c/xml|none",
                "*/*;q=0|none",
                "a/json;q=0|none",
                "a/json;q=2|none",
                "a/json;q=|none",
                "a/json;q=x|none",
                "a/json;q=0.0001|none",
                "a/json;q=.|none",
                "garbage|none",
                "/|none",
                ";q=1|a/json"
            })
    void theMostWelcomeIsChosen(String header, @Nullable String best) {
        assertThat(accept(header).best(List.of("a/json", "b/cbor"))).isEqualTo(Optional.ofNullable(best));
    }

    @Test
    void whatIsSaidOnSeveralLinesCountsTogether() {
        var request = Request.get("/").with(Headers.of("Accept", "c/xml", "accept", "b/cbor"));

        assertThat(Accept.of(request).best(List.of("a/json", "b/cbor"))).contains("b/cbor");
        assertThat(Accept.of(Request.get("/")).best(List.of("a/json"))).contains("a/json");
    }

    @Test
    void aNameIsMoreThanARange() {
        assertThat(accept("*/*").names("a/json")).isFalse();
        assertThat(accept("a/json;q=0").names("a/json")).isFalse();
        assertThat(accept("*/*, A/Json;q=0.1").names("a/json")).isTrue();
    }

    private static Response answered(AtomicInteger done, Request request) throws Exception {
        return new Routes()
                .post("/", Hello.class, hello -> {
                    done.incrementAndGet();
                    return hello;
                })
                .handle(request);
    }

    private static Request hello(String header, String value) {
        return Request.post("/", Body.of("{\"name\":\"Tom\"}")).with(header, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=utf-8",
                "application/vnd.kittens+json",
                "application/x-www-form-urlencoded"
            })
    void aTypedRouteReadsJson(String type) throws Exception {
        assertThat(answered(new AtomicInteger(), hello("Content-Type", type)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/cbor", "", "json", "application/jsonx"})
    void otherTypesAreUnsupportedAndNothingIsDone(String type) {
        var done = new AtomicInteger();
        var problem = catchThrowableOfType(ProblemException.class, () -> answered(done, hello("Content-Type", type)))
                .problem();

        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem.headers().first("Accept")).contains("application/json");
        assertThat(done).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/*",
                "text/html, */*;q=0.1",
                "application/problem+json",
                "text/html,application/json;q=0.001"
            })
    void aTypedRouteGivesJson(String accept) throws Exception {
        assertThat(answered(new AtomicInteger(), hello("Accept", accept)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml, text/*", "application/json;q=0", "*/*;q=0"})
    void whoAcceptsNothingOfItIsRefusedAndNothingIsDone(String accept) {
        var done = new AtomicInteger();
        var problem = catchThrowableOfType(ProblemException.class, () -> answered(done, hello("Accept", accept)))
                .problem();

        assertThat(problem.status()).isEqualTo(406);
        assertThat(problem.message()).contains("application/json");
        assertThat(done).hasValue(0);
    }
}
