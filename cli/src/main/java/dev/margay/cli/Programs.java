package dev.margay.cli;

import dev.margay.cli.Program.Health;
import dev.margay.cli.Program.Place;
import dev.margay.cli.Program.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The programs of the kitten store, as they are run on one machine. Immutable.
///
/// @param directory where their jars lie, each naming the others it needs in its manifest
/// @param suffix what follows the name of each program in the name of its jar
record Programs(Path directory, String suffix) {

    private static final String OWN_NAME = "margay-cli";
    private static final int ADMIN = 1000;
    /// How long a program finishes requests when told to stop; the supervisor leaves time for its other last things.
    private static final String DRAIN = "1200ms";

    /// Offsets from the first port.
    private static final int GATEWAY = 0;

    private static final int AUTH = 1;
    private static final int SEARCH = 2;
    private static final int PRODUCT = 3;
    private static final int MAIL = 4;

    /// The programs whose jars lie beside our own.
    static Programs besides(Path ownJar) {
        var name = ownJar.getFileName().toString();
        if (!name.startsWith(OWN_NAME) || !name.endsWith(".jar")) {
            throw new CommandFailedException(
                    "%s: the programs are looked for beside the jar of %s (expected: ./margay up)"
                            .formatted(ownJar, OWN_NAME));
        }
        return new Programs(ownJar.toAbsolutePath().resolveSibling(""), name.substring(OWN_NAME.length()));
    }

    /// All ports that the store listens on.
    static List<Integer> ports(int first) {
        return Stream.concat(
                        IntStream.rangeClosed(GATEWAY, PRODUCT).boxed(),
                        IntStream.rangeClosed(GATEWAY, MAIL).mapToObj(offset -> offset + ADMIN))
                .map(offset -> first + offset)
                .toList();
    }

    /// The five programs; `environment` says what a program gets besides what all get.
    List<Program> of(Options options, Function<String, Map<String, String>> environment) {
        int first = options.firstPort();
        var auth = "--auth.url=" + url(first + AUTH);
        var product = "--product.url=" + url(first + PRODUCT);
        var search = "--search.url=" + url(first + SEARCH);
        var programs = new ArrayList<Program>();
        programs.add(service(new Service("auth", "kittens-auth", AUTH, "160m"), List.of(), options));
        programs.add(service(new Service("search", "kittens-search", SEARCH, "192m"), List.of(), options));
        programs.add(service(new Service("product", "kittens-product", PRODUCT, "192m"), List.of(auth), options));
        programs.add(service(new Service("mail", "kittens-mail", MAIL, "96m"), List.of(), options));
        programs.add(service(
                new Service("gateway", "margay-gateway", GATEWAY, "128m"), List.of(auth, product, search), options));
        return programs.stream()
                .map(program -> program.with(environment.apply(program.name())))
                .toList();
    }

    private record Service(String name, String artifact, int offset, String heap) {}

    private Program service(Service service, List<String> others, Options options) {
        var home = options.home();
        int port = options.firstPort() + service.offset();
        var host = service.offset() == GATEWAY ? options.host() : Options.LOOPBACK;
        boolean hasPort = service.offset() != MAIL;
        var command = new ArrayList<>(java(service.heap(), home));
        command.add("-jar");
        command.add(directory.resolve(service.artifact() + suffix).toString());
        command.add("--admin.port=" + (port + ADMIN));
        command.add("--drain=" + DRAIN);
        if (hasPort) {
            command.add("--port=" + port);
            command.add("--host=" + host);
        }
        command.addAll(others);
        return new Program(
                service.name(),
                service.offset() == GATEWAY ? Role.DOOR : Role.SERVICE,
                command,
                Map.of(
                        "MARGAY_HOME", home.directory().toString(),
                        "MARGAY_LIFELINE", "stdin",
                        "MARGAY_SHARED_ENVIRONMENT", "true"),
                home.directory(),
                new Place(hasPort ? url(reachable(host), port) : "", url(port + ADMIN)),
                Health.of(hasPort ? url(reachable(host), port) : url(port + ADMIN)));
    }

    /// The one place that knows how a JVM of the store is started. The property tells our processes from others'
    /// (`ps`).
    private static List<String> java(String heap, Home home) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmargay.home=" + home.directory(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + heap);
    }

    /// Where this machine reaches the gateway.
    static String door(Options options) {
        return url(reachable(options.host()), options.firstPort() + GATEWAY);
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") ? Options.LOOPBACK : host;
    }

    private static String url(int port) {
        return url(Options.LOOPBACK, port);
    }

    private static String url(String host, int port) {
        return "http://%s:%d".formatted(host, port);
    }
}
