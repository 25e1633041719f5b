package examples;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.config.Configuration;
import dev.margay.config.Secret;
import dev.margay.context.Call;
import dev.margay.context.Deadline;
import dev.margay.context.Parallel;
import dev.margay.context.Principal;
import dev.margay.engine.ClientOptions;
import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpClient;
import dev.margay.engine.HttpServer;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.http.Routes;
import dev.margay.json.Json;
import dev.margay.observe.Health;
import dev.margay.openapi.Change;
import dev.margay.openapi.Compatibility;
import dev.margay.openapi.OpenApi;
import dev.margay.security.Bearer;
import dev.margay.security.SigningKeys;
import dev.margay.security.TokenIssuer;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import dev.margay.test.ManualClock;
import dev.margay.validation.Validator;
import dev.margay.validation.Violation;
import dev.margay.web.Compression;
import dev.margay.web.bodies.Events;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the packages of the library show in their descriptions, compiled and run.
final class SnippetsTest {

    @TempDir
    private Path folder;

    record Kitten(@NotBlank String name, @Min(1) int weight) {}

    @Test
    void config() {
        // @start region="config"
        record Mail(URI server, Duration patience, Secret password) {}

        var usual = new Mail(URI.create("smtp://127.0.0.1"), Duration.ofSeconds(5), new Secret("none"));
        var mail = Configuration.of("--mail.patience=2s").read("mail", usual);
        // @end

        assertThat(mail).isEqualTo(new Mail(usual.server(), Duration.ofSeconds(2), usual.password()));
    }

    @Test
    void context() throws Exception {
        // @start region="context"
        var call = Call.currentOrNew().with(Deadline.after(Duration.ofSeconds(2)));
        var answers = call.run(() -> Parallel.all(List.of(() -> "Tom", () -> "Nic")));
        // @end

        assertThat(answers).isEqualTo(List.of("Tom", "Nic"));
    }

    @Test
    void http() throws Exception {
        // @start region="http"
        var routes = new Routes().get("/kittens/{name}", request -> Response.text(request.variable("name")));
        Middleware politely = next -> request -> next.handle(request).with("X-Greeting", "hello");
        Handler handler = routes.with(politely);
        // @end

        var response = handler.handle(Request.get("/kittens/Tom"));
        assertThat(response.body().text()).isEqualTo("Tom");
        assertThat(response.headers().first("X-Greeting")).contains("hello");
    }

    @Test
    void engine() throws Exception {
        var routes = new Routes().get("/", _ -> Response.text("hello"));

        // @start region="engine"
        var server = HttpServer.start(routes, EngineOptions.onLoopback(0));
        try (var client = HttpClient.open(ClientOptions.standard())) {
            var answer = client.handle(Request.get("http://127.0.0.1:" + server.port() + "/"));
            assertThat(answer.body().text()).isEqualTo("hello");
        }
        server.stop(Duration.ofSeconds(10));
        // @end
    }

    @Test
    void json() {
        // @start region="json"
        String text = Json.text(new Kitten("Tom", 4_800));
        Kitten kitten = Json.read(text, Kitten.class);
        // @end

        assertThat(text).isEqualTo("{\"name\":\"Tom\",\"weight\":4800}");
        assertThat(kitten).isEqualTo(new Kitten("Tom", 4_800));
    }

    @Test
    void validation() {
        // @start region="validation"
        var validator = Validator.of(Kitten.class);
        List<Violation> wrong = validator.violations(new Kitten("", 0));
        // @end

        assertThat(wrong).extracting(Violation::target).containsExactlyInAnyOrder("name", "weight");
    }

    @Test
    void openapi() {
        // @start region="openapi"
        var adds = Route.post("/v1/kittens", Kitten.class, kitten -> kitten)
                .about(About.says("Adds a kitten.").answers(200, "The kitten.", Kitten.class));
        var published = OpenApi.of("Kittens", "1", List.of(adds));
        String text = published.json();

        var current = OpenApi.of("Kittens", "1", List.of());
        List<Change> broken = Compatibility.between(published, current);
        // @end

        assertThat(text).contains("\"summary\" : \"Adds a kitten\"");
        assertThat(broken).extracting(Change::toString).containsExactly("POST /v1/kittens: the path is gone");
    }

    @Test
    void web() throws Exception {
        Handler catalogue = _ -> Response.text("kitten ".repeat(1_000));

        // @start region="web"
        Handler zipped = catalogue.with(Compression.from(4_096));
        // @end

        var response = zipped.handle(Request.get("/").with("Accept-Encoding", "gzip"));
        assertThat(response.headers().first("Content-Encoding")).contains("gzip");
    }

    @Test
    void bodies() throws Exception {
        // @start region="bodies"
        Handler countdown = _ -> Events.of(events -> {
            for (int left = 3; left > 0; left--) {
                events.send(Integer.toString(left));
            }
        });
        // @end

        assertThat(countdown.handle(Request.get("/")).body().text()).endsWith("data: 2\n\ndata: 1\n\n");
    }

    @Test
    void observe() throws Exception {
        var stock = Files.createFile(folder.resolve("stock"));

        // @start region="observe"
        var health = new Health();
        health.add("stock", () -> {
            if (Files.notExists(stock)) {
                throw new IOException("the stock is gone");
            }
        });
        // @end

        assertThat(health.readiness()).isEqualTo(Health.Status.UP);
    }

    @Test
    void security() throws Exception {
        Handler delete = _ -> Response.noContent();

        // @start region="security"
        var keys = SigningKeys.open(folder.resolve("keys.pem"));
        var rules = TokenRules.of("shop", "kittens");
        var issuer = TokenIssuer.of(keys, rules, InstantSource.system());
        var bearer = Bearer.of(TokenVerifier.of(keys, rules, InstantSource.system()));

        Handler guarded = delete.with(bearer, Bearer.role("admin"));
        var token = issuer.issue(new Principal("nic", Set.of("admin"))).text();
        var response = guarded.handle(Request.get("/").with("Authorization", "Bearer " + token));
        // @end

        assertThat(response.status()).isEqualTo(204);
    }

    @Test
    void test() {
        // @start region="test"
        var clock = ManualClock.standing();
        var before = clock.instant();
        clock.advance(Duration.ofMinutes(5));
        eventually(() -> assertThat(clock.instant()).isAfter(before));
        // @end
    }
}
