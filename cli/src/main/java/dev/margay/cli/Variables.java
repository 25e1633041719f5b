package dev.margay.cli;

import dev.margay.config.Nearest;
import dev.margay.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The settings in the user's environment. All programs get all of them, and none refuses what may be another's: so
/// what none knows is looked for here, once they run and can be asked. Immutable.
///
/// @param given names of variables
record Variables(Set<String> given) {

    private static final String PREFIX = "MARGAY_";
    private static final String IN_FILE = "_FILE";

    /// What `up` sets itself, or its script reads.
    private static final Set<String> OWN =
            Set.of("MARGAY_HOME", "MARGAY_CONFIG", "MARGAY_LIFELINE", "MARGAY_SHARED_ENVIRONMENT");

    static Variables in(Map<String, String> environment) {
        var given = new TreeSet<>(environment.keySet());
        given.removeIf(name -> !name.startsWith(PREFIX) || OWN.contains(name));
        return new Variables(given);
    }

    /// @throws CommandFailedException naming the variables that no program knows, and what they may have meant
    void refuseUnknown(List<Program> programs) {
        if (given.isEmpty()) {
            return;
        }
        var known = programs.stream()
                .flatMap(program -> program.place().settings().stream())
                .map(Variables::variable)
                .collect(Collectors.toSet());
        var unknown = given.stream()
                .filter(name -> !known.contains(name) && !known.contains(plain(name)))
                .map(name -> line(name, known))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CommandFailedException(String.join(System.lineSeparator(), unknown));
        }
    }

    private static String line(String name, Set<String> known) {
        var nearest = Nearest.of(plain(name), known);
        return "%s (environment): no program knows it%s"
                .formatted(
                        name, nearest.isEmpty() ? " (expected: a known setting)" : "; did you mean " + nearest + "?");
    }

    private static String plain(String name) {
        return name.endsWith(IN_FILE) ? name.substring(0, name.length() - IN_FILE.length()) : name;
    }

    private static String variable(Setting setting) {
        return PREFIX + setting.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
