package dev.margay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Stands in for a program of the store: healthy on its ports, ends on TERM and at the end of its standard input.
final class StandIn {

    private final String name;
    private final Path home;
    private final String[] arguments;

    private StandIn(String name, String[] arguments) {
        this.name = name;
        this.arguments = arguments;
        this.home = Path.of(System.getenv("MARGAY_HOME"));
    }

    static void main(String[] arguments) throws IOException {
        var jar = Path.of(System.getProperty("java.class.path")).getFileName().toString();
        new StandIn(jar.replace(".jar", ""), arguments).run();
    }

    private void run() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            note("ended");
            Runtime.getRuntime().halt(0);
        }));
        if (name.equals("kittens-auth") && Files.notExists(home.resolve("admin-password"))) {
            Files.writeString(home.resolve("admin-password"), "secret-of-the-stand-in");
        }
        if (!name.equals("kittens-mail")) {
            serve(argument("port"));
        }
        serve(argument("admin.port"));
        note("started with " + System.getenv("MARGAY_DATABASE_URL"));
        note("listens on " + (name.equals("kittens-mail") ? "no port" : argument("host")));
        if (System.getenv("MARGAY_SHARED_ENVIRONMENT") != null) {
            note("shares " + System.getenv("MARGAY_KITTENS_MAIL_OWN_THING"));
        }
        while (System.in.read() >= 0) {
            note("was told something");
        }
        System.exit(0);
    }

    private void serve(String port) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/explain", exchange -> {
            var known = """
                    [{"key": "log.level", "value": "info", "origin": "default"},
                     {"key": "admin.email", "value": "%s", "origin": "default"},
                     {"key": "%s.own-thing", "value": "", "origin": "default"}]""".formatted(System.getenv().getOrDefault("MARGAY_ADMIN_EMAIL", "admin@kittens.local"), name)
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, known.length);
            exchange.getResponseBody().write(known);
            exchange.close();
        });
        server.start();
    }

    private String argument(String key) {
        var prefix = "--" + key + "=";
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    private void note(String what) {
        try {
            Files.writeString(
                    home.resolve("notes"),
                    name + " " + what + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println(e);
        }
    }
}
