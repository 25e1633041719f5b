package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.context.CancelledException;
import dev.margay.context.CorrelationId;
import dev.margay.context.DeadlineExceededException;
import dev.margay.json.Json;
import dev.margay.json.JsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private static final CorrelationId ID = new CorrelationId("abc-1");

    private static JsonException malformed() {
        try {
            Json.read("{\"a\":", String.class);
        } catch (JsonException e) {
            return e;
        }
        throw new AssertionError("read");
    }

    @Test
    void eachKindOfFailureHasItsStatus() {
        assertThat(Problems.of(Problem.notFound("no").exception()).status()).isEqualTo(404);
        assertThat(Problems.of(malformed()).status()).isEqualTo(400);
        assertThat(Problems.of(new DeadlineExceededException("late")).status()).isEqualTo(504);
        assertThat(Problems.of(new CancelledException("gone")).status()).isEqualTo(499);
        assertThat(Problems.of(new RejectedExecutionException("full")).status()).isEqualTo(503);
        assertThat(Problems.of(new RejectedExecutionException("full")).headers().first("Retry-After"))
                .contains("1");
        assertThat(Problems.of(new IOException("secret"))).isEqualTo(Problem.internal());
        assertThat(Problems.of(new StackOverflowError())).isEqualTo(Problem.internal());
    }

    @Test
    void onlyUnexpectedFailuresAreWorthALogRecord() {
        assertThat(Problems.unexpected(new IllegalStateException("bug"))).isTrue();
        assertThat(Problems.unexpected(Problem.notFound("no").exception())).isFalse();
        assertThat(Problems.unexpected(new DeadlineExceededException("late"))).isFalse();
    }

    @Test
    void anErrorHasAllItsMembers() throws IOException {
        var problem = Problem.of(400, "Invalid", "Two values.")
                .at("body")
                .and(new Problem.Detail("NotBlank", "must not be blank", "name"))
                .caused(new Problem.Inner("Outer", new Problem.Inner("Inner", null)));

        assertThat(Problems.render(problem, ID).body().text())
                .isEqualTo("{\"error\":{\"code\":\"Invalid\",\"message\":\"Two values.\",\"target\":\"body\","
                        + "\"details\":[{\"code\":\"NotBlank\",\"message\":\"must not be blank\",\"target\":\"name\"}],"
                        + "\"innererror\":{\"code\":\"Outer\",\"innererror\":{\"code\":\"Inner\"}},"
                        + "\"retryable\":false,\"request_id\":\"abc-1\"}}");
    }

    @Test
    void anErrorWithoutTheOptionalMembersHasNone() throws IOException {
        assertThat(Problems.render(Problem.unavailable("Later.", Duration.ofMillis(1)), ID)
                        .body()
                        .text())
                .isEqualTo("{\"error\":{\"code\":\"Unavailable\",\"message\":\"Later.\",\"retryable\":true,"
                        + "\"request_id\":\"abc-1\"}}");
    }

    @Test
    void headersOfTheProblemAreSent() {
        var response = Problems.render(Problem.unauthorized("Who?"), ID);

        assertThat(response.headers().first("WWW-Authenticate")).contains("Bearer");
        assertThat(response.headers().first("Content-Type")).contains("application/json");
    }

    @Test
    void theStandardFormatIsForThoseWhoAcceptIt() throws IOException {
        var request = Request.get("/").with("Accept", "text/html, Application/Problem+JSON");

        var response = Problems.render(Problem.notFound("no"), ID, request);

        assertThat(response.headers().first("Content-Type")).contains("application/problem+json");
        assertThat(response.body().text())
                .startsWith(
                        "{\"type\":\"about:blank\",\"title\":\"NotFound\",\"status\":404,\"detail\":\"no\",\"error\":{");
        assertThat(Problems.render(Problem.notFound("no"), ID, Request.get("/"))
                        .headers()
                        .first("Content-Type"))
                .contains("application/json");
    }

    @Test
    void problemsAreErrors() {
        assertThatIllegalArgumentException().isThrownBy(() -> Problem.of(200, "Fine", "Fine."));
        assertThat(Problem.of(429, "TooMany", "Later.").retryable()).isTrue();
        assertThat(Problem.of(400, "Bad", "No.")
                        .with(List.of(new Problem.Detail("a", "b", "c")))
                        .details())
                .hasSize(1);
    }
}
