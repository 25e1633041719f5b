package dev.margay.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to start a program of one of the project's modules with this JDK. Immutable.
public record Launch(List<String> flags, String classPath, String main) {
    /// What Margay's default engine asks for.
    private static final String OPENED = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /// The same for every server.
    public static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", OPENED);

    public Launch {
        flags = List.copyOf(flags);
    }

    /// A program of a module that Maven has packaged.
    public static Launch of(Path module, String main) {
        try (var files = Files.list(module.resolve("target"))) {
            var jar = files.filter(file -> file.toString().endsWith("-SNAPSHOT.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(module + ": no jar (expected: a packaged module)"));
            var others = Files.readString(module.resolve("target/classpath")).trim();
            return new Launch(FLAGS, jar.toAbsolutePath() + ":" + others, main);
        } catch (IOException e) {
            throw new UncheckedIOException(module + ": not built (expected: started by ./margay bench)", e);
        }
    }

    public Launch with(String... more) {
        var all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new Launch(all, classPath, main);
    }

    /// Without what Margay's default engine needs, so that it falls back.
    public Launch closed() {
        return new Launch(flags.stream().filter(flag -> !flag.equals(OPENED)).toList(), classPath, main);
    }

    public List<String> command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
