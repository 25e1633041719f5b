package dev.margay.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the command line asks for. Immutable.
record Options(Command command, Home home, Engine engine, int firstPort) {

    static final int FIRST_PORT = 8080;
    private static final int LAST_FIRST_PORT = 64_500;

    enum Command {
        UP,
        DOWN
    }

    /// Where the services keep their data.
    enum Engine {
        SQLITE,
        MARIADB
    }

    /// Reads `up [--on ENGINE] [--ports FIRST] [--home DIRECTORY]` or `down [--home DIRECTORY]`.
    static Options parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw CommandFailedException.wrongArguments("no command (expected: up or down)");
        }
        var command = named(Command.class, "command", arguments.getFirst());
        var options = new Options(command, Home.at(Path.of(".margay")), Engine.SQLITE, FIRST_PORT);
        var rest = arguments.subList(1, arguments.size());
        for (int i = 0; i < rest.size(); i += 2) {
            var name = rest.get(i);
            if (!options.knows(name)) {
                throw CommandFailedException.wrongArguments("%s: unknown option '%s' (expected: %s)"
                        .formatted(shown(command), name, String.join(", ", options.known())));
            }
            if (i + 1 == rest.size()) {
                throw CommandFailedException.wrongArguments("%s %s: no value".formatted(shown(command), name));
            }
            options = options.with(name, rest.get(i + 1));
        }
        return options;
    }

    private boolean knows(String name) {
        return known().contains(name);
    }

    private List<String> known() {
        return switch (command) {
            case UP -> List.of("--on", "--ports", "--home");
            case DOWN -> List.of("--home");
        };
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--on" -> new Options(command, home, named(Engine.class, "--on", value), firstPort);
            case "--ports" -> new Options(command, home, engine, port(value));
            default -> new Options(command, homeNamed(value), engine, firstPort);
        };
    }

    private static Home homeNamed(String value) {
        if (value.isEmpty()) {
            throw CommandFailedException.wrongArguments("--home: no value (expected: a directory)");
        }
        return Home.at(Path.of(value));
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= LAST_FIRST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw notAPort(value, e);
        }
        throw notAPort(value, null);
    }

    private static CommandFailedException notAPort(String value, @Nullable Exception cause) {
        var refused = CommandFailedException.wrongArguments(
                "--ports: '%s' (expected: the first of the ports, 1 to %d)".formatted(value, LAST_FIRST_PORT));
        refused.initCause(cause);
        return refused;
    }

    private static <E extends Enum<E>> E named(Class<E> type, String what, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> shown(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> CommandFailedException.wrongArguments(
                        "%s: '%s' is unknown (expected: %s)".formatted(what, value, shownAll(type))));
    }

    private static String shownAll(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Options::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
