package dev.margay.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void theOutputIsReturned() throws InterruptedException {
        assertThat(Commands.output(List.of("echo", "miaow"), LIMIT)).isEqualTo("miaow\n");
    }

    @Test
    void aFailureShowsStatusAndOutput() {
        assertThatThrownBy(() -> Commands.output(List.of("sh", "-c", "echo hiss; exit 3"), LIMIT))
                .hasMessage("sh: exit 3: hiss\n");
    }

    @Test
    void aProgramThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> Commands.output(List.of("sleep", "60"), Duration.ofMillis(200)))
                .hasMessageContaining("sleep: still running");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Commands.output(List.of("no-such-cat"), LIMIT)).hasMessageContaining("no-such-cat");
    }
}
