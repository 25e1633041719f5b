package dev.margay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.http.Response;
import dev.margay.http.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is answered on the admin port: people and programs of this machine, but no page in their browser.
final class AdminDoorTest {

    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private static Service.Running running;

    @BeforeAll
    static void start() {
        running = Service.named("greeter")
                .port(0)
                .config(Configuration.from(Sources.ofText("log.access = false")))
                .admin(Route.post("/write", _ -> {
                    WRITTEN.incrementAndGet();
                    return Response.noContent();
                }))
                .start();
    }

    @AfterAll
    static void stop() {
        running.stop();
    }

    /// The status of the answer to a request with these header fields, as they come over the wire.
    private static int status(String method, String path, String... fields) throws IOException {
        var text = "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                .formatted(method, path, String.join("\r\n", fields));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), running.adminPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:9080", "localhost", "LocalHost:1", "[::1]", "[::1]:65535"})
    void whoMeansThisMachineIsAnswered(String host) throws IOException {
        assertThat(status("GET", "/health", "Host: " + host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evil.example:127.0.0.1",
                "127.0.0.2",
                "0.0.0.0",
                "localhost."
            })
    void whoMeansAnotherNameIsNot(String host) throws IOException {
        for (var page : new String[] {"/health", "/metrics", "/explain", "/threads", "/nothing"}) {
            assertThat(status("GET", page, "Host: " + host)).as(page).isIn(400, 403);
        }
        assertThat(status("POST", "/write", "Host: " + host, "Content-Type: application/json"))
                .isIn(400, 403);
        assertThat(WRITTEN).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example,403",
        "https://127.0.0.1.evil.example,403",
        "null,403",
        "'',403",
        "http://localhost:9080,200",
        "http://[::1]:9080,200"
    })
    void pagesOfOtherOriginsAreNotAnswered(String origin, int status) throws IOException {
        assertThat(status("GET", "/health", "Host: 127.0.0.1", "Origin: " + origin))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-None: none",
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: text/plain; application/json",
                "Content-Type: application/jsonp",
                "Content-Type: application/json\r\nContent-Type: text/plain"
            })
    void whatAFormCanSendChangesNothing(String field) throws IOException {
        int before = WRITTEN.get();

        assertThat(status("POST", "/write", "Host: localhost", field)).isIn(400, 415);
        assertThat(WRITTEN).hasValue(before);
    }

    @Test
    void jsonIsTaken() throws IOException {
        int before = WRITTEN.get();

        assertThat(status("POST", "/write", "Host: localhost", "Content-Type: application/json; charset=utf-8"))
                .isEqualTo(204);
        assertThat(WRITTEN).hasValue(before + 1);
    }
}
