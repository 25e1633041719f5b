package kittens.product;

import dev.margay.Service;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.context.Principal;
import dev.margay.http.Response;
import dev.margay.json.Json;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import dev.margay.test.Described;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The program on a free port, somebody who issues tokens, and a client. Safe for many threads once started.
final class Shop implements AutoCloseable {

    static final String ADMIN = "admin";

    private static final int LARGE = 10_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final SigningKeys keys;
    private final Service.Running issuer;
    private final String[] settings;
    private final String document;
    private final Described described;
    private Service.Running product;

    private Shop(Path home, String... settings) throws Exception {
        this.keys = SigningKeys.open(home.resolve("keys/jwt.pem"));
        this.issuer = Service.named("issuer")
                .port(0)
                .config(quiet())
                .get("/.well-known/jwks.json", _ -> Response.text(keys.jwks()))
                .start();
        this.settings = Stream.concat(
                        Stream.of(
                                "--home=" + home, "--auth.url=http://127.0.0.1:" + issuer.port(), "--log.access=false"),
                        Arrays.stream(settings))
                .toArray(String[]::new);
        this.product = started();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + "/openapi.json"));
        this.document = client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
        this.described = Described.by(document);
    }

    /// A shop whose state is in this directory, with further settings such as `--database.url=...`.
    static Shop open(Path home, String... settings) throws Exception {
        return new Shop(home, settings);
    }

    private static Configuration quiet() {
        return Configuration.from(Sources.ofText("log.access = false"));
    }

    private Service.Running started(String... further) throws InterruptedException {
        var arguments = Stream.concat(Arrays.stream(settings), Arrays.stream(further));
        var configuration = Configuration.from(Sources.ofText("").withArguments(arguments.toArray(String[]::new)));
        return Main.start(Service.named("product").port(0).config(configuration));
    }

    /// Stops and starts it, this time with further settings.
    void restart(String... further) throws InterruptedException {
        product.stop();
        product = started(further);
    }

    String token(String user) {
        return token(user, InstantSource.system());
    }

    String expiredToken(String user) {
        return token(user, () -> InstantSource.system().instant().minusSeconds(86_400));
    }

    private String token(String user, InstantSource clock) {
        var role = user.equals(ADMIN) ? "admin" : "user";
        return TokenIssuer.of(keys, TokenRules.of("kittens-auth", "kittens"), clock)
                .issue(new Principal(user, Set.of(role)), Map.of("email", user + "@example.org", "name", "Zoë " + user))
                .text();
    }

    /// A request of this user, or of nobody if that is empty, with further headers as names and values.
    HttpResponse<String> send(String user, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return sendWith(user.isEmpty() ? "" : "Bearer " + token(user), method, path, body, headers);
    }

    HttpResponse<String> sendWith(String credentials, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        var answer = answer(request.build(), body.length());
        described.check(answer);
        return answer;
    }

    private HttpResponse<String> answer(HttpRequest request, int length) throws IOException, InterruptedException {
        if (length < LARGE) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        // a server may close the connection over which it refused much, and the client learns that too late
        try (var own = HttpClient.newHttpClient()) {
            return own.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /// What it says of itself.
    String document() {
        return document;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("", "GET", path, "", headers);
    }

    /// An answer of the admin port.
    JsonNode admin(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.adminPort() + path));
        return json(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    /// The admin port's answer to this JSON.
    JsonNode admin(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.adminPort() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return json(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class);
    }

    static String code(HttpResponse<String> response) {
        return json(response).get("error").get("code").stringValue();
    }

    static String kitten(String sku, long price, long stock) {
        return """
                {"sku": "%s", "name": "Fat Freddy's Cat", "breed": "Maine Coon", "weight": 4800,
                 "price": %d, "stock_count": %d}""".formatted(sku, price, stock);
    }

    /// The id of a new kitten.
    String stocked(String sku, long price, long stock) throws IOException, InterruptedException {
        var added = send(ADMIN, "POST", "/v1/kittens", kitten(sku, price, stock));
        return json(added).get("id").stringValue();
    }

    @Override
    public void close() {
        product.stop();
        issuer.stop();
        client.close();
    }
}
