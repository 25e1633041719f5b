package dev.margay.bench;

import dev.margay.bench.process.Launch;
import dev.margay.bench.process.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A program whose start is timed. Immutable.
///
/// @param arguments where `{port}` and `{home}` stand for its port and an empty directory of its own
/// @param environment likewise
record Program(String name, Launch launch, List<String> arguments, Map<String, String> environment, Probe probe) {
    Program {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    Program with(String... flags) {
        return new Program(name, launch.with(flags), arguments, environment, probe);
    }

    List<String> command(int port, Path home) {
        return launch.command(
                arguments.stream().map(text -> fill(text, port, home)).toArray(String[]::new));
    }

    Map<String, String> environment(int port, Path home) {
        return environment.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> fill(entry.getValue(), port, home)));
    }

    private static String fill(String text, int port, Path home) {
        return text.replace("{port}", Integer.toString(port)).replace("{home}", home.toString());
    }
}
