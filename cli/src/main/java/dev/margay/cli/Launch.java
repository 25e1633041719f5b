package dev.margay.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Starts processes with their output in the home's log.
final class Launch {

    private static final long LARGEST_LOG = 10L * 1024 * 1024;

    private Launch() {}

    /// Starts the program. Its standard input is a pipe that reaches its end when we end, however that happens.
    static Process of(Program program, Home home) throws IOException {
        var log = home.logFile(program.name());
        rotate(log);
        var builder = new ProcessBuilder(program.command())
                .directory(program.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(program.environment());
        return builder.start();
    }

    /// The last lines that a program wrote.
    static List<String> lastLines(Path log, int count) {
        try {
            var lines = Files.exists(log)
                    ? Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList()
                    : List.<String>of();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of("(" + log + " cannot be read: " + e + ")");
        }
    }

    /// A log that grew large makes room for a new one; the one before that is forgotten.
    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
