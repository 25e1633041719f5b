package dev.margay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {

    @Test
    void upAloneMeansSqliteInTheWorkingDirectory() {
        var options = Options.parse(List.of("up"));

        assertThat(options)
                .isEqualTo(new Options(
                        Options.Command.UP,
                        new Home(Path.of(".margay").toAbsolutePath()),
                        Options.Engine.SQLITE,
                        8080,
                        "127.0.0.1"));
    }

    @Test
    void theLastOfARepeatedOptionCounts() {
        var options = Options.parse(List.of(
                "up",
                "--home",
                "/a",
                "--on",
                "mariadb",
                "--ports",
                "18080",
                "--host",
                "0.0.0.0",
                "--home",
                "/b/../c d"));

        assertThat(options)
                .isEqualTo(new Options(
                        Options.Command.UP, new Home(Path.of("/c d")), Options.Engine.MARIADB, 18_080, "0.0.0.0"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                  | no command
                    start               | command: 'start' is unknown (expected: up, down)
                    UP                  | command: 'UP' is unknown (expected: up, down)
                    up --on             | up --on: no value
                    up --on postgresql  | --on: 'postgresql' is unknown (expected: sqlite, mariadb)
                    up --off mariadb    | up: unknown option '--off' (expected: --on, --ports, --host, --home)
                    up mariadb          | up: unknown option 'mariadb'
                    down --on mariadb   | down: unknown option '--on' (expected: --home)
                    up --ports 0        | --ports: '0' (expected: the first of the ports, 1 to 64500)
                    up --ports 64501    | --ports: '64501'
                    up --ports 99999999999 | --ports: '99999999999'
                    up --ports +25000   | --ports: '+25000'
                    up --ports ٣        | --ports: '٣'
                    up --ports x        | --ports: 'x'
                    up --host all       | --host: 'all' (expected: an IPv4 address of this machine; 0.0.0.0 for all)
                    up --host ::        | --host: '::'
                    up --host 1.2.3.256 | --host: '1.2.3.256'
                    """)
    void whatMakesNoSenseIsNamed(String line, String complaint) {
        var arguments = line.isEmpty() ? List.<String>of() : List.of(line.split(" "));

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> Options.parse(arguments))
                .withMessageContaining(complaint);
    }

    @Test
    void anEmptyHomeIsRefused() {
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> Options.parse(List.of("down", "--home", "")))
                .withMessageContaining("expected: a directory");
    }
}
