package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Unavailable;
import dev.margay.context.Undecided;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProblemsOfOtherLayersTest {

    @Test
    void whatIsUnavailableIsToBeTriedAgain() {
        var problem = Problems.of(new Busy());

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryable()).isTrue();
        assertThat(problem.headers().find("Retry-After")).isEqualTo("7");
        assertThat(problem.message()).doesNotContain("secret");
    }

    @Test
    void anUnknownOutcomeIsNotAnInternalError() {
        var problem = Problems.of(new Unknown());

        assertThat(problem.status()).isEqualTo(504);
        assertThat(problem.code()).isEqualTo("OutcomeUnknown");
    }

    private static final class Busy extends RuntimeException implements Unavailable {

        private Busy() {
            super("secret");
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(7);
        }
    }

    private static final class Unknown extends RuntimeException implements Undecided {}
}
