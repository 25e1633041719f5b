package dev.margay.gateway;

import dev.margay.Service;
import dev.margay.context.Principal;
import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpServer;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A gateway before one service, which answers as the test wants.
final class Town implements AutoCloseable {

    private static final TokenRules RULES = TokenRules.of("kittens-auth", "kittens");

    final HttpClient client = HttpClient.newHttpClient();
    private final SigningKeys keys;
    private final HttpServer service;
    private final Service.Running gateway;

    private Town(SigningKeys keys, HttpServer service, Service.Running gateway) {
        this.keys = keys;
        this.service = service;
        this.gateway = gateway;
    }

    /// @param kittens what answers for `/v1/kittens` and below
    /// @param settings further arguments of the gateway
    static Town with(Path home, Handler kittens, String... settings) throws IOException {
        var keys = SigningKeys.open(home.resolve("keys.pem"));
        var routes = new Routes()
                .add(Route.get("/.well-known/jwks.json", _ -> Response.of(200).with(Body.of(keys.jwks()))));
        for (var method : List.of("GET", "POST", "PUT", "DELETE")) {
            routes.add(Route.of(method, "/v1/kittens", kittens).streaming());
            routes.add(Route.of(method, "/v1/kittens/{rest...}", kittens).streaming());
        }
        for (var path : List.of("/v1/users", "/v1/sessions", "/v1/sessions/refresh")) {
            routes.add(Route.post(path, kittens).streaming());
        }
        routes.add(Route.get("/v1/users/me", kittens));
        var service = HttpServer.start(routes, EngineOptions.onLoopback(0).withLoops(1));
        return new Town(keys, service, gateway(service.port(), service.port(), settings));
    }

    private static Service.Running gateway(int auth, int product, String... settings) {
        var arguments = new ArrayList<>(List.of(
                "--port=0",
                "--host=127.0.0.1",
                "--log.level=error",
                "--auth.url=http://127.0.0.1:" + auth,
                "--product.url=http://127.0.0.1:" + product));
        arguments.addAll(List.of(settings));
        return Main.start(Service.named("gateway").config(arguments.toArray(String[]::new)));
    }

    /// A gateway whose kittens are answered on that port, by whatever speaks there.
    static Service.Running before(int product, String... settings) {
        return gateway(product, product, settings);
    }

    int port() {
        return gateway.port();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    String token(Duration ago) {
        var clock = InstantSource.offset(InstantSource.system(), ago.negated());
        return TokenIssuer.of(keys, RULES, clock)
                .issue(new Principal("nic", Set.of("user")))
                .text();
    }

    /// Sends these bytes and reads until the connection ends.
    static String raw(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// Sends these bytes and hangs up when an answer begins.
    static void begin(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the connection ended without an answer");
            }
        }
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
        try {
            service.stop(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
