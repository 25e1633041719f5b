package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.engine.EngineEvent.TooSlow.Waiting;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What strangers may take over HTTP/2: the same as over HTTP/1.
final class Http2LimitsTest {

    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(1);
    /// SETTINGS_INITIAL_WINDOW_SIZE of 0: nothing may be sent on any stream.
    private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

    private static TestServer server(Limits limits) {
        var routes = new Routes()
                .get("/plain", _ -> Response.text("hello"))
                .get(
                        "/pieces",
                        _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> out.write(new byte[1_000_000]))))
                .post("/echo", request -> new Response(200, Headers.empty(), request.body()));
        return TestServer.of(routes, EngineOptions.Threads.ON_LOOP, limits);
    }

    private static Limits times(Duration headers, Duration body, Duration idle) {
        return Limits.standard().with(new Limits.Times(headers, body, idle));
    }

    private static void assertRefused(String code, String... namesAndValues) throws IOException {
        try (var server = server(Limits.standard());
                var client = Http2Client.to(server)) {
            client.headers(1, Http2Client.END_STREAM, namesAndValues);

            var answer = client.next(1, Http2Client.DATA, Http2Client.RST_STREAM);
            if (answer.type() == Http2Client.DATA) {
                assertThat(answer.text()).contains(code);
            }
            client.request(3, Http2Client.END_STREAM, "GET", "/plain");
            assertThat(client.next(3, Http2Client.DATA).text()).isEqualTo("hello");
            eventually(() -> assertThat(server.requests()).isZero());
        }
    }

    @Test
    void aTunnelIsRefused() throws Exception {
        assertRefused("MalformedRequest", ":method", "CONNECT", ":authority", "elsewhere:443");
    }

    @Test
    void aPathThatIsNoneIsRefused() throws Exception {
        assertRefused(
                "MalformedRequest", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "plain#part");
    }

    @Test
    void aLengthThatIsNoNumberIsRefused() throws Exception {
        try (var server = server(Limits.standard());
                var client = Http2Client.to(server)) {
            client.headers(
                    1,
                    0,
                    ":method",
                    "POST",
                    ":scheme",
                    "http",
                    ":authority",
                    "a",
                    ":path",
                    "/echo",
                    "content-length",
                    "five");

            client.next(1, Http2Client.RST_STREAM);
            eventually(() -> assertThat(server.requests()).isZero());
        }
    }

    @Test
    void aPathTooLongIsRefused() throws Exception {
        assertRefused(
                "UriTooLong", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/" + "x".repeat(9_000));
    }

    @Test
    void tooManyHeadersAreRefused() throws Exception {
        var fields = new String[8 + 2 * 101];
        Arrays.setAll(fields, i -> i % 2 == 0 ? "x-" + i : "y");
        System.arraycopy(
                new String[] {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/plain"},
                0,
                fields,
                0,
                8);

        assertRefused("HeadersTooLarge", fields);
    }

    @Test
    void anExpectationThatCannotBeMetIsRefused() throws Exception {
        assertRefused(
                "ExpectationFailed",
                ":method",
                "GET",
                ":scheme",
                "http",
                ":authority",
                "a",
                ":path",
                "/plain",
                "expect",
                "200-ok");
    }

    @Test
    void bodiesThatDoNotComeGiveTheirPlacesBack() throws Exception {
        try (var server = server(times(LONG, SHORT, LONG));
                var client = Http2Client.to(server)) {
            for (int stream = 1; stream < 200; stream += 2) {
                client.request(stream, 0, "POST", "/echo");
            }

            for (int i = 0; i < 100; i++) {
                client.nextReset();
            }
            eventually(() -> assertThat(server.requests()).isZero());
            client.request(201, Http2Client.END_STREAM, "GET", "/plain");
            assertThat(client.next(201, Http2Client.DATA).text()).isEqualTo("hello");
            assertThat(server.events(EngineEvent.TooSlow.class))
                    .isNotEmpty()
                    .allMatch(event -> event.waiting() == Waiting.BODY);
        }
    }

    @Test
    void aConnectionWithoutRequestsIsIdleWhateverElseItSends() throws Exception {
        try (var server = server(times(SHORT, LONG, SHORT.multipliedBy(4)));
                var client = Http2Client.to(server)) {
            client.request(1, Http2Client.END_STREAM, "GET", "/plain");
            client.next(1, Http2Client.DATA);
            client.frame(Http2Client.PING, 0, 0, new byte[8]);
            long begin = System.nanoTime();

            client.readToEnd();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(SHORT.multipliedBy(2));
            assertThat(server.events(EngineEvent.TooSlow.class)).isEmpty();
        }
    }

    @Test
    void aStreamNobodyReadsIsReset() throws Exception {
        try (var server = server(times(LONG, LONG, SHORT));
                var client = Http2Client.to(server, NO_WINDOW)) {
            client.request(1, Http2Client.END_STREAM, "GET", "/plain");
            client.request(3, Http2Client.END_STREAM, "GET", "/pieces");

            assertThat(List.of(client.nextReset(), client.nextReset())).containsExactlyInAnyOrder(1, 3);
            eventually(() -> assertThat(server.requests()).isZero());
        }
    }

    @Test
    void answersOfManyStreamsAreWhole() throws Exception {
        try (var server = server(Limits.standard());
                var client = Http2Client.to(server)) {
            for (int stream = 1; stream < 10_000; stream += 2) {
                client.request(stream, Http2Client.END_STREAM, "GET", "/plain");

                assertThat(client.next(stream, Http2Client.DATA, Http2Client.RST_STREAM)
                                .text())
                        .isEqualTo("hello");
            }
        }
    }
}
