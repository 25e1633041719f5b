package dev.margay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HttpOptionsTest {
    @Test
    void withoutArgumentsTheUsualAreUsed() {
        assertThat(HttpOptions.parse(List.of())).isEqualTo(HttpOptions.usual());
        assertThat(HttpOptions.usual().isComplete()).isTrue();
    }

    @Test
    void everyOptionIsUnderstood() {
        var options = HttpOptions.parse(
                List.of("--rounds", "7", "--seconds", "3", "--warm-up", "2", "--only", "vertx,margay", "--check"));

        assertThat(options).isEqualTo(new HttpOptions(7, 3, 2, List.of("vertx", "margay"), true));
    }

    @Test
    void aPartOfTheMeasurementIsNotComplete() {
        assertThat(HttpOptions.parse(List.of("--only", "vertx")).isComplete()).isFalse();
        assertThat(HttpOptions.parse(List.of("--quick")).isComplete()).isFalse();
    }

    @Test
    void aWrongOptionIsNamed() {
        assertThatThrownBy(() -> HttpOptions.parse(List.of("--fast")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--fast: unknown option");
    }

    @Test
    void aWrongValueIsShownWithWhatWasExpected() {
        assertThatThrownBy(() -> HttpOptions.parse(List.of("--rounds", "many")))
                .hasMessage("--rounds many (expected: a whole number)");
        assertThatThrownBy(() -> HttpOptions.parse(List.of("--rounds", "0"))).hasMessage("--rounds 0 (expected: >= 1)");
        assertThatThrownBy(() -> HttpOptions.parse(List.of("--seconds"))).hasMessageContaining("nothing follows");
    }
}
