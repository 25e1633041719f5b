package dev.margay.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A JVM of its own that runs a main class of the tests; whoever closes it kills it.
final class Child implements AutoCloseable {

    private static final String MARK = "= ";

    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child run(Class<?> main, String... arguments) {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new Child(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For the main class: a line for the parent, told apart from whatever a library logs.
    static void say(String line) {
        System.out.print(MARK + line + "\n");
    }

    /// The next line it says; null at its end.
    @Nullable
    String line() {
        try {
            var line = out.readLine();
            while (line != null && !line.startsWith(MARK)) {
                line = out.readLine();
            }
            return line == null ? null : line.substring(MARK.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything it said after the lines read so far; a last line that was cut is dropped.
    List<String> rest() {
        try {
            var text = new StringBuilder();
            for (int c = out.read(); c >= 0; c = out.read()) {
                text.append((char) c);
            }
            var whole = text.substring(0, text.lastIndexOf("\n") + 1);
            return whole.lines()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> line.substring(MARK.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As kill -9; what it has printed can still be read.
    void kill() {
        process.toHandle().destroyForcibly();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("process %d still runs".formatted(process.pid()));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
