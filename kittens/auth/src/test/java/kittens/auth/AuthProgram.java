package kittens.auth;

import dev.margay.Service;
import dev.margay.json.Json;
import dev.margay.security.Argon2Cost;
import dev.margay.security.Passwords;
import dev.margay.test.Described;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The program on a free port, with passwords that are cheap to hash, and a client for it.
final class AuthProgram implements AutoCloseable {

    private static final Passwords CHEAP = Passwords.at(new Argon2Cost(64, 1, 1));

    private final Service.Running running;
    private final HttpClient client = HttpClient.newHttpClient();

    private final String document;
    private final Described described;

    private AuthProgram(Service.Running running) throws IOException, InterruptedException {
        this.running = running;
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + "/openapi.json"));
        this.document = client.send(request.build(), BodyHandlers.ofString()).body();
        this.described = Described.by(document);
    }

    static AuthProgram start(Path home, List<String> settings) throws IOException, InterruptedException {
        return start(home, settings, CHEAP);
    }

    static AuthProgram start(Path home, List<String> settings, Passwords passwords)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--home=" + home, "--port=0", "--host=127.0.0.1", "--log.level=warn"));
        arguments.addAll(settings);
        var service = Service.named("auth").config(arguments.toArray(String[]::new));
        return new AuthProgram(Main.start(service, passwords));
    }

    int port() {
        return running.port();
    }

    /// @param headers alternating names and values
    Answer send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        described.check(answer);
        return new Answer(answer);
    }

    /// What it says of itself.
    String document() {
        return document;
    }

    Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, Json.text(body));
    }

    Answer get(String path, String token) throws IOException, InterruptedException {
        return send("GET", path, "", "Authorization", "Bearer " + token);
    }

    Answer register(String email, String password) throws IOException, InterruptedException {
        return post("/v1/users", Map.of("email", email, "name", "Nic", "password", password));
    }

    Answer logIn(String email, String password) throws IOException, InterruptedException {
        return post("/v1/sessions", Map.of("email", email, "password", password));
    }

    Answer refresh(String token) throws IOException, InterruptedException {
        return post("/v1/sessions/refresh", Map.of("refresh_token", token));
    }

    @Override
    public void close() {
        client.close();
        running.close();
    }

    /// An answer whose JSON can be asked for its members.
    record Answer(HttpResponse<String> http) {

        int status() {
            return http.statusCode();
        }

        String body() {
            return http.body();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        Map<?, ?> json() {
            return Json.read(body(), Map.class);
        }

        String text(String member) {
            return String.valueOf(json().get(member));
        }

        Map<?, ?> error() {
            return (Map<?, ?>) Objects.requireNonNull(json().get("error"));
        }

        /// The body but for the id of the request.
        String likeness() {
            return body().replaceAll("\"request_id\":\"[^\"]*\"", "");
        }
    }
}
