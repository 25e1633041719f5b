package dev.margay.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where values come from, the later ones winning: file, environment, secret files, command line. Immutable.
///
/// @param file the text of `application.conf` (HOCON), references to the environment not yet resolved
/// @param environment all variables; those named `MARGAY_...` are settings, those named `MARGAY_..._FILE` name a file
///     that holds one
/// @param arguments `--key=value`, or `--key` for `--key=true`
public record Sources(Config file, Map<String, String> environment, List<String> arguments) {

    private static final String FILE_ARGUMENT = "--config=";
    private static final String FILE_VARIABLE = "MARGAY_CONFIG";

    public Sources {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /// What this process was started with: `application.conf` on the class path, under the file that `--config=FILE` or
    /// `MARGAY_CONFIG` names; the process's environment; the arguments of `main`.
    public static Sources ofProcess(String... arguments) {
        return of(System.getenv(), arguments);
    }

    /// As [#ofProcess(String...)], with this environment instead.
    public static Sources of(Map<String, String> environment, String... arguments) {
        var others = new ArrayList<String>();
        String named = environment.get(FILE_VARIABLE);
        for (String argument : arguments) {
            if (argument.startsWith(FILE_ARGUMENT)) {
                named = argument.substring(FILE_ARGUMENT.length());
            } else {
                others.add(argument);
            }
        }
        var onClassPath = parsed(() -> ConfigFactory.parseResources("application.conf"));
        var file = named == null ? onClassPath : fromFile(Path.of(named)).withFallback(onClassPath);
        return new Sources(file, environment, others);
    }

    /// Only this text in place of a file, no environment, no arguments: for tests.
    public static Sources ofText(String hocon) {
        return new Sources(parsed(() -> ConfigFactory.parseString(hocon)), Map.of(), List.of());
    }

    public Sources withEnvironment(Map<String, String> variables) {
        return new Sources(file, variables, arguments);
    }

    public Sources withArguments(String... replaced) {
        return new Sources(file, environment, List.of(replaced));
    }

    Config resolved() {
        var variables = ConfigFactory.parseMap(Map.of());
        for (var variable : environment.entrySet()) {
            if (variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                variables = variables.withFallback(
                        ConfigFactory.parseMap(Map.of(variable.getKey(), variable.getValue()), "environment"));
            }
        }
        var known = variables;
        return parsed(() -> file.resolveWith(known, ConfigResolveOptions.noSystem()));
    }

    private static Config fromFile(Path path) {
        if (!Files.isReadable(path)) {
            throw new ConfigException(List.of("config file '%s' (expected: a readable file)".formatted(path)));
        }
        return parsed(() -> ConfigFactory.parseFile(
                path.toFile(), ConfigParseOptions.defaults().setAllowMissing(false)));
    }

    private static Config parsed(java.util.function.Supplier<Config> parser) {
        try {
            return parser.get();
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException("config file: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Sources of %d variables, %d arguments".formatted(environment.size(), arguments.size());
    }
}
