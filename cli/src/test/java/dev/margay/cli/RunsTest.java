package dev.margay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which builds the script `margay` deletes when it has made a new one.
final class RunsTest {

    private static final Path SCRIPT = Path.of("..", "margay").toAbsolutePath().normalize();

    @TempDir
    private Path runs;

    /// A build of so many hours ago.
    private Path built(String name, int hours) throws IOException {
        var directory = Files.createDirectory(runs.resolve(name));
        Files.writeString(directory.resolve("complete"), "");
        age(directory, hours);
        return directory;
    }

    private static void age(Path directory, int hours) throws IOException {
        var then = FileTime.fromMillis(TimeUnit.HOURS.toMillis(1_000_000 - hours));
        Files.setLastModifiedTime(directory, then);
    }

    private static void usedBy(Path directory, long pid) throws IOException {
        Files.writeString(directory.resolve("used-by." + pid), "");
    }

    /// Runs the script's function, without its last line, which would run a command.
    private void forgetOldRuns() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source <(sed '$d' \"$0\") && forget_old_runs \"$1\"",
                        SCRIPT.toString(),
                        runs.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static long ended() throws IOException, InterruptedException {
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void theOldOnesGoUnlessSomethingRunsFromThem() throws Exception {
        for (int hours = 0; hours < 3; hours++) {
            built("new " + hours, hours);
        }
        var used = built("used", 4);
        var left = built("left", 5);
        var old = built("old", 6);
        usedBy(used, ended());
        usedBy(used, ProcessHandle.current().pid());
        usedBy(left, ended());
        age(used, 4);
        age(left, 5);

        forgetOldRuns();

        try (var kept = Files.list(runs)) {
            assertThat(kept.map(run -> run.getFileName().toString()))
                    .containsExactlyInAnyOrder("new 0", "new 1", "new 2", "used");
        }
        assertThat(old).doesNotExist();
        assertThat(used.resolve("complete")).exists();
    }

    @Test
    void fewAreKept() throws Exception {
        var one = built("one", 1);

        forgetOldRuns();

        assertThat(one).exists();
    }
}
