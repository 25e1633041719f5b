package dev.margay.cli;

import dev.margay.config.Nearest;
import dev.margay.config.Setting;
import dev.margay.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The settings in the user's environment. All programs get all of them, and none refuses what may be another's: so
/// what none knows is looked for here, once they run and can be asked. Immutable.
///
/// @param given names of variables
record Variables(Set<String> given) {

    private static final String PREFIX = "MARGAY_";
    private static final String IN_FILE = "_FILE";
    private static final int PATIENCE_MILLIS = 5_000;

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
        var known = new HashSet<String>();
        programs.stream()
                .map(program -> program.place().admin())
                .filter(admin -> !admin.isEmpty())
                .forEach(admin -> known.addAll(known(admin)));
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

    /// The variables that a running program knows.
    private static Set<String> known(String admin) {
        var known = new HashSet<String>();
        for (var setting : Json.read(explained(URI.create(admin + "/explain")), Setting[].class)) {
            known.add(PREFIX
                    + setting.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        }
        return known;
    }

    private static String explained(URI page) {
        try {
            var connection = page.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (var in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot ask %s which settings are known: %s".formatted(page, e), e);
        }
    }
}
