package dev.margay.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end and returns what it printed.
public final class Commands {
    private Commands() {}

    /// Fails when the program is not there, exits other than 0, or takes longer than the limit.
    public static String output(List<String> command, Duration limit) throws InterruptedException {
        try {
            var file = Files.createTempFile("margay-bench", ".out");
            try {
                return output(command, limit, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    command.getFirst() + ": could not be run (expected: an installed program)", e);
        }
    }

    private static String output(List<String> command, Duration limit, Path file)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        try (var _ = Reaper.watch(process)) {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        command.getFirst() + ": still running after " + limit.toSeconds() + " s");
            }
        }
        var output = Files.readString(file, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command.getFirst() + ": exit " + process.exitValue() + ": " + output);
        }
        return output;
    }
}
