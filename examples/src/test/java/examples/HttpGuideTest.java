package examples;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.Service;
import dev.margay.context.Blocking;
import dev.margay.engine.ClientOptions;
import dev.margay.engine.HttpClient;
import dev.margay.http.Body;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide shows of services and their settings, compiled and run.
final class HttpGuideTest {

    private static final String[] ON_FREE_PORTS = {"--port=0", "--host=127.0.0.1", "--admin.port=0"};

    @TempDir
    private Path folder;

    // @start region="guide-record"
    record Kitten(
            @NotBlank @Size(max = 64) String name,
            @Min(1) int weight,
            @NotNull @Valid Owner owner) {}

    record Owner(@NotBlank @Email String email) {}
    // @end

    @Test
    void routes() throws Exception {
        String[] arguments = ON_FREE_PORTS;

        // @start region="guide-routes"
        var kittens = new ConcurrentHashMap<String, Kitten>();
        var service = Service.named("kittens")
                .config(arguments)
                .post("/v1/kittens", Kitten.class, kitten -> {
                    if (kittens.putIfAbsent(kitten.name(), kitten) != null) {
                        throw Problem.conflict("NameTaken", "There is a kitten of this name.")
                                .exception();
                    }
                    return Response.created("/v1/kittens/" + kitten.name(), kitten);
                })
                .get("/v1/kittens/{name}", request -> {
                    var kitten = Optional.ofNullable(kittens.get(request.variable("name")));
                    return kitten.map(Response::json)
                            .orElseThrow(() ->
                                    Problem.notFound("There is no such kitten.").exception());
                });
        // @end

        try (var running = service.start();
                var client = HttpClient.open(ClientOptions.standard())) {
            var at = "http://127.0.0.1:" + running.port() + "/v1/kittens";
            var tom = Body.of("{\"name\":\"Tom\",\"weight\":900,\"owner\":{\"email\":\"nic@example.org\"}}");
            assertThat(client.handle(Request.post(at, tom)).status()).isEqualTo(201);
            assertThat(client.handle(Request.post(at, tom)).status()).isEqualTo(409);
            assertThat(client.handle(Request.get(at + "/Tom")).status()).isEqualTo(200);
            assertThat(client.handle(Request.get(at + "/Tim")).status()).isEqualTo(404);
            var nobodys = Body.of("{\"name\":\"Tim\",\"weight\":900,\"owner\":{\"email\":\"nic\"}}");
            assertThat(client.handle(Request.post(at, nobodys)).body().text()).contains("\"target\":\"owner.email\"");
        }
    }

    @Test
    void middleware() throws Exception {
        // @start region="guide-middleware"
        Middleware cached = next -> request -> next.handle(request).with("Cache-Control", "max-age=60");
        var list = Route.get("/v1/breeds", _ -> Response.json(List.of("Birman", "Persian")))
                .with(cached);
        // @end

        var response = new Routes().add(list).handle(Request.get("/v1/breeds"));
        assertThat(response.headers().first("Cache-Control")).contains("max-age=60");
    }

    @Test
    void streaming() throws Exception {
        // @start region="guide-streaming"
        var upload = Route.post("/v1/photos", request -> {
                    var id = UUID.randomUUID().toString();
                    var file = Blocking.call(() -> Files.createFile(folder.resolve(id)));
                    try (var in = request.body().stream()) {
                        for (var piece = in.readNBytes(65_536); piece.length > 0; piece = in.readNBytes(65_536)) {
                            var next = piece;
                            Blocking.call(() -> Files.write(file, next, StandardOpenOption.APPEND));
                        }
                    }
                    return Response.created("/v1/photos/" + id, Map.of("id", id));
                })
                .streaming();
        var count = Route.get(
                "/v1/numbers",
                _ -> Response.of(200).with(Body.writtenBy(out -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        out.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
                    }
                })));
        // @end

        var routes = new Routes().add(upload).add(count);
        for (var photo : List.of("", "a photo", "a photo", "a large photo".repeat(100_000))) {
            var answer = routes.handle(Request.post("/v1/photos", Body.of(photo)));
            assertThat(answer.status()).isEqualTo(201);
            var id = answer.headers().first("Location").orElseThrow().substring("/v1/photos/".length());
            assertThat(folder.resolve(id)).hasContent(photo);
        }
        assertThat(folder.toFile().list()).hasSize(4);
        var numbers = routes.handle(Request.get("/v1/numbers")).body().text();
        assertThat(numbers).startsWith("0\n1\n").endsWith("999999\n");
    }

    @Test
    void settings() {
        String[] arguments = {"--patience=2s", "--prices.url=http://prices:8085"};

        // @start region="configuration"
        record Prices(URI url) {}
        record Settings(Prices prices, Duration patience) {}

        var service = Service.named("shop").config(arguments);
        var usual = new Settings(new Prices(URI.create("http://127.0.0.1:8085")), Duration.ofSeconds(5));
        var settings = service.read("", usual);
        // @end

        assertThat(settings)
                .isEqualTo(new Settings(new Prices(URI.create("http://prices:8085")), Duration.ofSeconds(2)));
    }

    @Test
    void checksAndMeters() throws Exception {
        var stock = new ConcurrentHashMap<>(Map.of("Tom", 3));
        var service = Service.named("shop").config(ON_FREE_PORTS);

        // @start region="guide-operating"
        service.check("stock", () -> {
            if (stock.isEmpty()) {
                throw new IllegalStateException("nothing is left");
            }
        });
        service.detail("kinds", stock::size);
        service.metrics().gauge("shop_kinds", stock, Map::size);
        // @end

        try (var running = service.start();
                var client = HttpClient.open(ClientOptions.standard())) {
            var admin = "http://127.0.0.1:" + running.adminPort();
            assertThat(client.handle(Request.get(admin + "/health")).body().text())
                    .contains("\"kinds\":1");
            assertThat(client.handle(Request.get(admin + "/metrics")).body().text())
                    .contains("shop_kinds 1");
            stock.clear();
            eventually(() -> assertThat(
                            client.handle(Request.get(admin + "/health/ready")).status())
                    .isEqualTo(503));
        }
    }
}
