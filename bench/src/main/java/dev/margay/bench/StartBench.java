package dev.margay.bench;

import dev.margay.bench.Start.Round;
import dev.margay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `bench start`: from the start of the process to the first right answer, plain and with an AOT cache (JEP 514).
///
/// The cache comes from one run that answered some requests; programs alternate, plain and cached within each round.
final class StartBench {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration CACHE_LIMIT = Duration.ofMinutes(2);
    private static final int TRAINING_REQUESTS = 200;

    private final StartOptions options;
    private final Path directory;

    StartBench(StartOptions options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    List<Start> run(List<Program> programs) throws IOException, InterruptedException {
        Map<Program, Rounds> results = new LinkedHashMap<>();
        for (var program : programs) {
            results.put(
                    program,
                    new Rounds(program.with("-XX:AOTCache=" + train(program)), new ArrayList<>(), new ArrayList<>()));
        }
        for (var round = 0; round < options.rounds(); round++) {
            for (var result : results.entrySet()) {
                result.getValue().plain().add(time(result.getKey()));
                result.getValue().cached().add(time(result.getValue().program()));
            }
        }
        return results.entrySet().stream()
                .map(result -> new Start(
                        result.getKey().name(),
                        result.getValue().plain(),
                        result.getValue().cached()))
                .toList();
    }

    private Path train(Program program) throws IOException, InterruptedException {
        System.err.println(program.name() + ": makes its cache");
        var cache = Files.createTempDirectory(directory, "cache").resolve("program.aot");
        var port = ServerProcess.freePort();
        try (var server = start(program.with("-XX:AOTCacheOutput=" + cache), port)) {
            server.awaitAnswer(program.probe(), port, LIMIT);
            for (var i = 0; i < TRAINING_REQUESTS; i++) {
                program.probe().answered(port);
            }
            server.end(CACHE_LIMIT);
            if (!Files.exists(cache)) {
                throw new IllegalStateException(
                        program.name() + ": left no cache (expected one): " + Files.readString(server.output()));
            }
        }
        return cache;
    }

    private Round time(Program program) throws IOException, InterruptedException {
        var port = ServerProcess.freePort();
        try (var server = start(program, port)) {
            var took = server.awaitAnswer(program.probe(), port, LIMIT);
            var round = new Round(took.toNanos() / 1e6, server.residentMebibytes());
            System.err.printf("%s: %.0f ms%n", program.name(), round.millis());
            return round;
        }
    }

    private ServerProcess start(Program program, int port) throws IOException {
        var home = Files.createTempDirectory(directory, "home");
        return ServerProcess.start(program.command(port, home), home, program.environment(port, home));
    }

    private record Rounds(Program program, List<Round> plain, List<Round> cached) {}
}
