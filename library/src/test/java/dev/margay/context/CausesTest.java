package dev.margay.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Causes as nobody should make them.
final class CausesTest {

    private static boolean isIo(Throwable cause) {
        return cause instanceof IOException;
    }

    @Test
    void theFailureItselfAndWhatIsBehindItAreLookedAt() {
        assertThat(Causes.any(new IOException(), CausesTest::isIo)).isTrue();
        assertThat(Causes.any(new IllegalStateException(new RuntimeException(new IOException())), CausesTest::isIo))
                .isTrue();
        assertThat(Causes.any(new IllegalStateException(), CausesTest::isIo)).isFalse();
    }

    @Test
    void aCircleEnds() {
        var first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));

        assertThat(Causes.any(first, CausesTest::isIo)).isFalse();
    }

    @Test
    void aCauseThatCannotBeAskedIsNone() {
        var hostile = new IllegalStateException("hostile") {
            @Override
            public synchronized Throwable getCause() {
                throw new StackOverflowError("no cause of mine");
            }
        };

        assertThat(Causes.any(hostile, CausesTest::isIo)).isFalse();
        assertThat(Causes.any(new RuntimeException(hostile), CausesTest::isIo)).isFalse();
    }
}
