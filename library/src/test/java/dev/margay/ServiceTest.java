package dev.margay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.context.Call;
import dev.margay.context.StartException;
import dev.margay.http.Body;
import dev.margay.http.Problem;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.json.Json;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A whole service on real sockets, asked by the JDK's client.
class ServiceTest {

    record Hello(@NotBlank @Size(max = 256) String name) {}

    record Greeting(String message) {}

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // each test starts one
    private Service.Running running;

    @AfterEach
    void stop() {
        client.close();
        if (running != null) {
            running.stop();
        }
    }

    private static Service greeter() {
        return Service.named("greeter")
                .port(0)
                .config(Configuration.from(Sources.ofText("log.access = false")))
                .post("/v1/hello", Hello.class, hello -> new Greeting("Hello " + hello.name()));
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        return sendTo(running.port(), method, path, body, headers);
    }

    private HttpResponse<String> sendTo(int port, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode error(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class).get("error");
    }

    @Test
    void aGoodRequestIsAnswered() throws Exception {
        running = greeter().start();

        var response = send("POST", "/v1/hello", "{\"name\":\"Nic\"}", "X-Request-ID", "abc-1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"message\":\"Hello Nic\"}");
        assertThat(response.headers().firstValue("X-Request-ID")).contains("abc-1");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Date")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"name\":7}",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"name\":\"a\"}{}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"\\ud800\"}"
            })
    void badBodiesAreABadRequest(String body) throws Exception {
        running = greeter().start();

        var response = send("POST", "/v1/hello", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).get("message").asString()).isNotBlank();
        assertThat(error(response).get("request_id").asString())
                .isEqualTo(response.headers().firstValue("X-Request-ID").orElseThrow());
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() throws Exception {
        running = greeter().start();

        assertThat(send("POST", "/v1/hello", "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(send("POST", "/v1/hello", "{\"name\":\"" + "a".repeat(2 << 20) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void everyViolationIsInTheDetails() throws Exception {
        running = greeter().start();

        var error = error(send("POST", "/v1/hello", "{\"name\":\"" + " ".repeat(300) + "\"}"));

        assertThat(error.get("code").asString()).isEqualTo("Invalid");
        assertThat(error.at("/details/0/code").asString()).isEqualTo("NotBlank");
        assertThat(error.at("/details/0/target").asString()).isEqualTo("name");
        assertThat(error.at("/details/1/code").asString()).isEqualTo("Size");
    }

    @ParameterizedTest
    @CsvSource({"GET,/nowhere,404", "POST,/,404", "GET,/v1/hello,405", "DELETE,/v1/hello,405", "GET,/v1/%zz,400"})
    void unknownPathsAndMethodsHaveTheSameErrorFormat(String method, String path, int status) throws Exception {
        running = greeter().start();

        var response = sendRaw(method, path);

        assertThat(response).startsWith("HTTP/1.1 " + status).contains("{\"error\":{\"code\":\"");
    }

    /// The JDK's client refuses to send malformed targets.
    private String sendRaw(String method, String target) throws IOException {
        try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), running.port())) {
            var text = "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .formatted(method, target);
            socket.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aFailureShowsNothingInternal() throws Exception {
        running = greeter()
                .get("/fails", _ -> {
                    throw new IllegalStateException("jdbc:mariadb://secret");
                })
                .get("/overflows", _ -> overflow(0))
                .start();

        for (String path : List.of("/fails", "/overflows")) {
            var response = send("GET", path, "");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("secret", "Exception", "java.");
            assertThat(error(response).get("code").asString()).isEqualTo("InternalError");
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static Response overflow(int depth) {
        return overflow(depth + 1);
    }

    @Test
    void problemJsonIsForThoseWhoAskForIt() throws Exception {
        running = greeter()
                .get("/taken", _ -> {
                    throw Problem.conflict("Taken", "It is taken.").exception();
                })
                .start();

        var response = send("GET", "/taken", "", "Accept", "application/problem+json");

        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":409", "\"detail\":\"It is taken.\"", "\"error\":{");
    }

    @Test
    void middlewareOfTheUserWrapsRoutesInTheOrderGiven() throws Exception {
        var seen = new ArrayList<String>();
        running = greeter()
                .with(next -> request -> {
                    seen.add("outer");
                    return next.handle(request);
                })
                .with(next -> request -> {
                    seen.add("inner");
                    return next.handle(request).with("X-Inner", "1");
                })
                .start();

        var response = send("POST", "/v1/hello", "{\"name\":\"Nic\"}");

        assertThat(seen).containsExactly("outer", "inner");
        assertThat(response.headers().firstValue("X-Inner")).contains("1");
    }

    @Test
    void healthIsShortOutsideAndDetailedInside() throws Exception {
        var broken = new boolean[1];
        running = greeter()
                .check("database", () -> {
                    if (broken[0]) {
                        throw new IOException("connection to secret-host lost");
                    }
                })
                .start();

        assertThat(send("GET", "/health/live", "").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(200);

        broken[0] = true;
        dev.margay.test.Eventually.eventually(
                () -> assertThat(send("GET", "/health/ready", "").statusCode()).isEqualTo(503));
        assertThat(send("GET", "/health/ready", "").body()).isEqualTo("{\"status\":\"down\"}");
        assertThat(send("GET", "/health/live", "").statusCode()).isEqualTo(200);
        assertThat(sendTo(running.adminPort(), "GET", "/health", "").body())
                .contains("\"database\"", "connection to secret-host lost");
    }

    @Test
    void theAdminPortShowsMetricsSettingsAndThreads() throws Exception {
        running = greeter()
                .admin(Route.get("/sales", _ -> Response.json(List.of())))
                .detail("durability", () -> Thread.State.NEW)
                .start();
        send("POST", "/v1/hello", "{\"name\":\"Nic\"}");
        send("POST", "/v1/hello", "{}");

        assertThat(sendTo(running.adminPort(), "GET", "/metrics", "").body())
                .contains("http_server_requests_seconds_count{method=\"POST\",route=\"/v1/hello\",status=\"200\"} 1")
                .contains("http_server_requests_seconds_count{method=\"POST\",route=\"/v1/hello\",status=\"400\"} 1")
                .contains("jvm_memory_used_bytes")
                .contains("log_lines_dropped_total");
        assertThat(sendTo(running.adminPort(), "GET", "/explain", "").body())
                .contains("{\"key\":\"log.access\",\"value\":\"false\"");
        assertThat(sendTo(running.adminPort(), "GET", "/threads", "").body()).contains("\"threadDump\"", "eventloop");
        assertThat(sendTo(running.adminPort(), "GET", "/sales", "").body()).isEqualTo("[]");
        assertThat(sendTo(running.adminPort(), "GET", "/health", "").body()).contains("\"durability\":\"new\"");
        assertThat(send("GET", "/health", "").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(sendTo(running.adminPort(), "GET", "/deadletters", "").body())
                .isEqualTo("{\"deadletters\":{}}");
        assertThat(send("GET", "/metrics", "").statusCode()).isEqualTo(404);
    }

    @Test
    void theCallIsBoundInTheHandler() throws Exception {
        running = greeter()
                .get("/id", _ -> Response.text(Call.currentOrNew().id().value()))
                .start();

        assertThat(send("GET", "/id", "", "X-Request-ID", "one:two").body()).isEqualTo("one:two");
    }

    @Test
    void longAnswersAreCompressed() throws Exception {
        running = greeter()
                .get("/long", _ -> Response.text("kitten ".repeat(1_000)))
                .start();

        assertThat(send("GET", "/long", "", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
        assertThat(send("GET", "/long", "").body()).hasSize(7_000);
    }

    @Test
    void bodiesAreStreamedBothWays() throws Exception {
        running = greeter()
                .add(Route.put(
                                "/echo",
                                request -> Response.of(200)
                                        .with(Body.from(request.body().stream(), java.util.OptionalLong.empty())))
                        .streaming())
                .start();
        String large = "kitten".repeat(1 << 20);

        assertThat(send("PUT", "/echo", large).body()).isEqualTo(large);
    }

    @Test
    void stoppingFinishesWhatRunsThenClosesInReverseOrder() throws Exception {
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var closed = new ArrayList<String>();
        running = greeter()
                .onStop(() -> closed.add("first added"))
                .onStop(() -> {
                    closed.add("last added");
                    throw new IOException("cannot close");
                })
                .get("/slow", _ -> {
                    begun.countDown();
                    finish.await();
                    return Response.text("done");
                })
                .start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> send("GET", "/slow", "").body());
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            var stopping = threads.submit(() -> running.stop());
            finish.countDown();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("done");
            stopping.get(20, TimeUnit.SECONDS);
        }
        running.join();
        running.stop();
        assertThat(closed).containsExactly("last added", "first added");
        assertThatThrownBy(() -> send("GET", "/health", "")).isInstanceOf(IOException.class);
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        running = greeter().start();
        var closed = new ArrayList<String>();
        int taken = running.port();

        assertThatThrownBy(() ->
                        greeter().port(taken).onStop(() -> closed.add("part")).start())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("greeter cannot start: ")
                .hasMessageContaining(Integer.toString(taken))
                .hasMessageNotContaining("\n");
        assertThat(closed).containsExactly("part");
    }

    @Test
    void anAdminPortInUseEndsTheStartAndFreesTheServicesPort() throws Exception {
        running = greeter().start();
        int taken = running.adminPort();
        int free;
        try (var socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var settings = Sources.ofText("log.access = false, admin.port = " + taken);

        assertThatThrownBy(() -> greeter()
                        .config(Configuration.from(settings))
                        .port(free)
                        .start())
                .isInstanceOf(StartException.class)
                .hasMessageContaining(Integer.toString(taken));
        try (var socket = new java.net.ServerSocket(free)) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void unknownSettingsStopTheStart() {
        var service = greeter().config(Configuration.from(Sources.ofText("prot = 1")));

        assertThatThrownBy(service::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("prot")
                .hasMessageContaining("did you mean port?");
    }

    @Test
    void settingsOfTheProgramAreReadFromTheSameConfiguration() {
        record Own(String motto) {}
        var service = greeter().config(Configuration.from(Sources.ofText("own.motto = purr, log.access = false")));

        assertThat(service.read("own", new Own("none"))).isEqualTo(new Own("purr"));
        running = service.start();
        assertThat(running.port()).isPositive();
    }

    @Test
    void namesOfServicesAreOfOneShape() {
        assertThatIllegalArgumentException().isThrownBy(() -> Service.named("My Service"));
        assertThatIllegalArgumentException().isThrownBy(() -> Service.named(""));
    }
}
