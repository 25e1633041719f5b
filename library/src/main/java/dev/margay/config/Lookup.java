package dev.margay.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the winning value of a key, and remembers which keys somebody asked for.
final class Lookup {

    private static final String PREFIX = "MARGAY_";
    private static final String IN_FILE = "_FILE";

    /// Variables with the prefix that speak to the launcher, not to a program.
    private static final Set<String> NOT_SETTINGS = Set.of("MARGAY_HOME", "MARGAY_CONFIG", "MARGAY_SHARED_ENVIRONMENT");

    /// Set to `true` by who starts several programs with one environment: a variable may be another's, and the starter
    /// looks for those that nobody knows.
    private static final String SHARED = "MARGAY_SHARED_ENVIRONMENT";

    private final Config file;
    private final Map<String, String> environment;
    private final Map<String, String> arguments;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> knownTrees = new LinkedHashSet<>();

    private Lookup(Config file, Map<String, String> environment, Map<String, String> arguments) {
        this.file = file;
        this.environment = environment;
        this.arguments = arguments;
    }

    static Lookup of(Sources sources) {
        var arguments = new LinkedHashMap<String, String>();
        for (String argument : sources.arguments()) {
            if (!argument.startsWith("--") || argument.length() == 2) {
                throw new ConfigException(List.of("argument '%s' (expected: --key=value)".formatted(argument)));
            }
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            arguments.put(key, equals < 0 ? "true" : argument.substring(equals + 1));
        }
        return new Lookup(sources.resolved(), sources.environment(), arguments);
    }

    /// The winning value of the key, or null if no source has it.
    @Nullable
    Found find(String key) {
        known.add(key);
        String argument = arguments.get(key);
        if (argument != null) {
            return new Found(argument, "command line");
        }
        String variable = variable(key);
        String secretFile = environment.get(variable + IN_FILE);
        if (secretFile != null) {
            return new Found(content(key, variable + IN_FILE, secretFile), "file " + secretFile);
        }
        String value = environment.get(variable);
        if (value != null) {
            return new Found(value, "environment " + variable);
        }
        return inFile(key);
    }

    private @Nullable Found inFile(String key) {
        try {
            if (!file.hasPath(key)) {
                return null;
            }
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException("%s: %s".formatted(key, e.getMessage()), e);
        }
        var value = file.getValue(key);
        return new Found(value.unwrapped(), value.origin().description());
    }

    /// The names below a key whose names are free: those of a map.
    Set<String> children(String key) {
        knownTrees.add(key);
        var names = new LinkedHashSet<String>();
        if (file.hasPath(key) && file.getValue(key).unwrapped() instanceof Map<?, ?> map) {
            map.keySet().forEach(name -> names.add(name.toString()));
        }
        arguments.keySet().stream()
                .filter(argument -> argument.startsWith(key + "."))
                .map(argument -> firstStep(argument.substring(key.length() + 1)))
                .forEach(names::add);
        String start = variable(key) + "_";
        environment.keySet().stream()
                .filter(variable -> variable.startsWith(start) && variable.length() > start.length())
                .map(variable -> name(variable.substring(start.length())))
                .filter(name -> names.stream().noneMatch(longer -> name.startsWith(longer)))
                .forEach(names::add);
        return names;
    }

    /// One line for each value that was set and that nobody asked for.
    List<String> unknown() {
        var lines = new ArrayList<String>();
        for (var entry : file.root().isEmpty()
                ? Set.<Map.Entry<String, com.typesafe.config.ConfigValue>>of()
                : file.entrySet()) {
            String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            if (!asked(key)) {
                lines.add(line(key, entry.getValue().origin().description()));
            }
        }
        for (String key : arguments.keySet()) {
            if (!asked(key)) {
                lines.add(line("--" + key, "command line"));
            }
        }
        var variables = new HashSet<String>();
        known.forEach(key -> variables.add(variable(key)));
        boolean shared = Boolean.parseBoolean(environment.get(SHARED));
        for (String variable : environment.keySet()) {
            if (!shared
                    && variable.startsWith(PREFIX)
                    && !NOT_SETTINGS.contains(variable)
                    && !asked(variable, variables)) {
                lines.add(line(variable, "environment"));
            }
        }
        return lines;
    }

    private boolean asked(String key) {
        return known.contains(key) || knownTrees.stream().anyMatch(tree -> key.startsWith(tree + "."));
    }

    private boolean asked(String variable, Set<String> variables) {
        String plain =
                variable.endsWith(IN_FILE) ? variable.substring(0, variable.length() - IN_FILE.length()) : variable;
        return variables.contains(variable)
                || variables.contains(plain)
                || knownTrees.stream().anyMatch(tree -> variable.startsWith(variable(tree) + "_"));
    }

    private String line(String key, String origin) {
        String plain = key.startsWith("--") ? key.substring(2) : key;
        boolean isVariable = plain.startsWith(PREFIX);
        var candidates = isVariable ? known.stream().map(Lookup::variable).toList() : List.copyOf(known);
        String nearest = Nearest.of(plain, candidates);
        String hint = nearest.isEmpty() ? "" : "; did you mean %s?".formatted(nearest);
        return "%s (%s): unknown key%s".formatted(key, origin, hint);
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String name(String variable) {
        String plain =
                variable.endsWith(IN_FILE) ? variable.substring(0, variable.length() - IN_FILE.length()) : variable;
        return plain.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String firstStep(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static String content(String key, String variable, String path) {
        try {
            return Files.readString(Path.of(path)).stripTrailing();
        } catch (IOException e) {
            throw new ConfigException(
                    "%s: file '%s' of %s cannot be read (expected: a readable text file)"
                            .formatted(key, path, variable),
                    e);
        }
    }
}
