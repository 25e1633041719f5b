package dev.margay.cli;

import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the command line asks for. Immutable.
///
/// @param host IPv4 address that the gateway listens on, and so who can reach the store; the services behind it and all
///     admin ports stay on 127.0.0.1
record Options(Command command, Home home, Engine engine, int firstPort, String host) {

    static final int FIRST_PORT = 8080;
    static final String LOOPBACK = "127.0.0.1";
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

    /// Reads `up [--on ENGINE] [--ports FIRST] [--host ADDRESS] [--home DIRECTORY]` or `down [--home DIRECTORY]`.
    static Options parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw CommandFailedException.wrongArguments("no command (expected: up or down)");
        }
        var command = named(Command.class, "command", arguments.getFirst());
        var options = new Options(command, Home.at(Path.of(".margay")), Engine.SQLITE, FIRST_PORT, LOOPBACK);
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
            case UP -> List.of("--on", "--ports", "--host", "--home");
            case DOWN -> List.of("--home");
        };
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--on" -> new Options(command, home, named(Engine.class, "--on", value), firstPort, host);
            case "--ports" -> new Options(command, home, engine, port(value), host);
            case "--host" -> new Options(command, home, engine, firstPort, address(value));
            default -> new Options(command, homeNamed(value), engine, firstPort, host);
        };
    }

    private static Home homeNamed(String value) {
        if (value.isEmpty()) {
            throw CommandFailedException.wrongArguments("--home: no value (expected: a directory)");
        }
        return Home.at(Path.of(value));
    }

    private static int port(String value) {
        int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (port < 1 || port > LAST_FIRST_PORT) {
            throw CommandFailedException.wrongArguments(
                    "--ports: '%s' (expected: the first of the ports, 1 to %d)".formatted(value, LAST_FIRST_PORT));
        }
        return port;
    }

    private static String address(String value) {
        try {
            return Inet4Address.ofLiteral(value).getHostAddress();
        } catch (IllegalArgumentException e) {
            var refused = CommandFailedException.wrongArguments(
                    "--host: '%s' (expected: an IPv4 address of this machine; 0.0.0.0 for all)".formatted(value));
            refused.initCause(e);
            throw refused;
        }
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
