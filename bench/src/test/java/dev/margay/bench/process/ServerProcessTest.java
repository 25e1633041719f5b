package dev.margay.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Probe PROBE = Probe.hello("/helloworld");

    private final Launch greeter =
            new Launch(List.of("-Xmx64m"), System.getProperty("java.class.path"), Greeter.class.getName());
    private final int port = ServerProcess.freePort();

    @TempDir
    Path directory;

    @Test
    void aStartedServerAnswersAndIsGoneWhenClosed() throws InterruptedException {
        try (var server = ServerProcess.start(greeter.command("" + port, "{\"message\":\"Hello Nic\"}"), directory)) {
            assertThat(server.awaitAnswer(PROBE, port, LIMIT)).isPositive();
            assertThat(server.cpu()).isPositive();
            assertThat(server.residentMebibytes()).isGreaterThan(10);
        }

        assertThat(PROBE.answered(port)).isFalse();
    }

    @Test
    void aServerThatAnswersWrongIsNotReady() {
        try (var server = ServerProcess.start(greeter.command("" + port, "Good day"), directory)) {
            assertThatThrownBy(() -> server.awaitAnswer(PROBE, port, Duration.ofSeconds(3)))
                    .hasMessageContaining("{\"message\":\"Hello Nic\"} within 3 s")
                    .hasMessageContaining("greeter on " + port);
        }
    }

    @Test
    void aServerThatDiesTellsItsLastWords() {
        try (var server = ServerProcess.start(greeter.command("no port", ""), directory)) {
            assertThatThrownBy(() -> server.awaitAnswer(PROBE, port, LIMIT))
                    .hasMessageContaining("the server ended with 1")
                    .hasMessageContaining("NumberFormatException");
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ServerProcess.start(List.of("/no/such/program"), directory))
                .hasMessageContaining("/no/such/program");
    }
}
