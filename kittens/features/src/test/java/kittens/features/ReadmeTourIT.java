package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour of the README, pasted whole into a shell.
class ReadmeTourIT {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void theWholeTourWorks() throws Exception {
        try (var store = Store.start(directory.resolve("home"))) {
            var tour = tour().replace("http://localhost:8080", store.at("").toString())
                    .replace("home=.margay", "home='" + store.home() + "'");
            var said = directory.resolve("said").toFile();
            var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", tour)
                    .redirectErrorStream(true)
                    .redirectOutput(said)
                    .start();

            var isOver = shell.waitFor(60, TimeUnit.SECONDS);
            shell.destroyForcibly();

            assertThat(isOver).as(Files.readString(said.toPath())).isTrue();
            assertThat(shell.exitValue()).as(Files.readString(said.toPath())).isZero();
            assertThat(Files.readString(said.toPath()))
                    .contains("\"name\":\"Sir Purrcival\"", "\"quantity\":1")
                    .contains("\n2\n")
                    .containsPattern("(?s)\\.eml\n.*\\.eml\n");
        }
    }

    private static String tour() throws IOException {
        var block = BLOCK.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
