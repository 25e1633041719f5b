package dev.margay.bench;

import dev.margay.bench.process.Directories;
import dev.margay.bench.sql.SqlBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// `./margay bench`: which benchmark is asked for.
final class Main {
    private static final String USAGE = """
            usage: ./margay bench NAME [OPTIONS]

              http     the greeter on Margay and its peers under load
              start    time from the start of a process to its first answer, with and without an AOT cache
              sql      durable commits a second into a SQLite file
              jmh      the small benchmarks; with options or a pattern, as JMH takes them, only on the screen
            """;
    private static final Path BENCH = Path.of("bench");

    private Main() {}

    static void main(String[] args) throws IOException, InterruptedException {
        try {
            System.exit(run(Arrays.asList(args)));
        } catch (UsageException e) {
            System.err.println("margay: bench: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int run(List<String> args) throws IOException, InterruptedException {
        if (args.isEmpty()) {
            System.out.print(USAGE);
            return 0;
        }
        var rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "http" -> http(HttpOptions.parse(rest));
            case "start" -> start(StartOptions.parse(rest));
            case "sql" -> sql();
            case "jmh" -> jmh(rest);
            default -> throw new UsageException(args.getFirst() + ": no such benchmark\n" + USAGE);
        };
    }

    private static int http(HttpOptions options) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("margay-bench");
        try {
            var sections = new HttpBench(options, BENCH, directory).run();
            publish(HttpReport.text(Machine.here(), options, sections), "http.md", options.isComplete());
            var missed = Goals.of(sections).stream().anyMatch(goal -> !goal.isMet());
            return options.check() && missed ? 1 : 0;
        } finally {
            Directories.delete(directory);
        }
    }

    private static int start(StartOptions options) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("margay-bench");
        try {
            var rows = new StartBench(options, directory).run(Programs.all(Path.of("")));
            publish(StartReport.text(Machine.here(), options, rows), "start.md", options.isComplete());
            return 0;
        } finally {
            Directories.delete(directory);
        }
    }

    private static int sql() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory(Files.createDirectories(BENCH.resolve("target")), "sql");
        try {
            publish(new SqlBench(directory).run(Machine.here().text()), "sql.md", true);
            return 0;
        } finally {
            Directories.delete(directory);
        }
    }

    /// To the screen, and to the committed results or, when only a part was measured, to the build's directory.
    private static void publish(String report, String name, boolean complete) throws IOException {
        System.out.print(report);
        var directory = BENCH.resolve(complete ? "results" : "target");
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name), report);
    }

    private static int jmh(List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            publish(JmhReport.text(Machine.here(), JmhReport.measured()), "jmh.md", true);
        } else {
            org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        }
        return 0;
    }
}
