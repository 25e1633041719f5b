package dev.margay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.bench.process.Launch;
import dev.margay.bench.process.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartReportTest {
    @Test
    void aRowShowsTimesAndSizesWithAndWithoutCache() {
        var start = new Start(
                "greeter",
                List.of(new Start.Round(900, 120), new Start.Round(1_100, 130), new Start.Round(1_000, 125)),
                List.of(new Start.Round(400, 100)));

        var text = StartReport.text(
                new Machine(2, "a processor", 24, "Linux 6.1", "OpenJDK 25"), new StartOptions(3), List.of(start));

        assertThat(text)
                .contains("| greeter | 1,000 (900–1,100) | 400 (400–400) | 125 (120–130) | 100 (100–100) |")
                .contains("Median of 3");
    }

    @Test
    void portAndHomeAreFilledIn() {
        var launch = new Launch(List.of(), "a.jar", "Main");
        var program =
                new Program("p", launch, List.of("{port}", "{home}/log"), Map.of("PORT", "{port}"), Probe.hello("/"));

        assertThat(program.command(8080, Path.of("/tmp/x"))).endsWith("Main", "8080", "/tmp/x/log");
        assertThat(program.environment(8080, Path.of("/tmp/x"))).isEqualTo(Map.of("PORT", "8080"));
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThat(StartOptions.parse(List.of("--rounds", "7"))).isEqualTo(new StartOptions(7));
        assertThat(StartOptions.parse(List.of()).isComplete()).isTrue();
        assertThatThrownBy(() -> StartOptions.parse(List.of("--rounds", "x"))).hasMessageContaining("--rounds x");
        assertThatThrownBy(() -> StartOptions.parse(List.of("--fast"))).hasMessageContaining("--fast");
        assertThatThrownBy(() -> new StartOptions(0)).hasMessage("--rounds 0 (expected: >= 1)");
    }
}
