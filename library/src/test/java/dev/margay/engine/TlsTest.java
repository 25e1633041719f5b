package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.Body;
import dev.margay.http.Limits;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS in front of HTTP/1.1 and HTTP/2, and certificates that are replaced while it serves.
final class TlsTest {

    private static final Duration CHECK = Duration.ofMillis(50);
    private static final int MANY = 3 << 20;

    @TempDir
    private static Path shared;

    private static TestCertificate first;
    private static TestCertificate second;

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = TestCertificate.make(shared, "first");
        second = TestCertificate.make(shared, "second");
    }

    @BeforeEach
    void start() throws Exception {
        server = serve(Limits.standard());
    }

    private TestServer serve(Limits limits) throws IOException {
        var tls = first.in(directory).check(CHECK);
        var routes = new Routes()
                .get("/hello", _ -> Response.text("hello"))
                .add(Route.post(
                                "/echo",
                                request -> Response.of(200)
                                        .with(Body.from(
                                                request.body().stream(),
                                                request.body().length())))
                        .streaming());
        return TestServer.of(routes, options -> options.with(tls).with(limits));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static HttpClient client(HttpClient.Version version, TestCertificate... trusted) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TestCertificate.trusting(trusted))
                .build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path));
    }

    private SSLSocket connect(String... alpn) throws Exception {
        var socket =
                (SSLSocket) TestCertificate.trusting(first).getSocketFactory().createSocket("127.0.0.1", server.port());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(alpn);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String exchange(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bothVersionsOfHttpAreServed(HttpClient.Version version) throws Exception {
        try (var client = client(version, first)) {
            var response = client.send(to("/hello").build(), BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.version()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bodiesStreamBothWays(HttpClient.Version version) throws Exception {
        var bytes = new byte[MANY];
        new Random(7).nextBytes(bytes);
        try (var client = client(version, first)) {
            var response = client.send(
                    to("/echo").POST(BodyPublishers.ofByteArray(bytes)).build(), BodyHandlers.ofByteArray());

            assertThat(response.body()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void twoVersionsOfTlsAreSpoken(String version) throws Exception {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});

            assertThat(exchange(socket, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("hello");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"})
    void weakCiphersAreNot(String version, String cipher) throws Exception {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setEnabledCipherSuites(new String[] {cipher});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /hello HTTP/1.1\r\n\r\n",
                "GET /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET /hello HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "GET /hello HTTP/1.1\nHost: a\n\n",
                "\u0000\u0001\u0002 / HTTP/1.1\r\n\r\n",
                "GET /hello\r\n\r\n"
            })
    void whatIsNoHttpIsRefusedAsWithoutTls(String request) throws Exception {
        try (var socket = connect("http/1.1")) {
            assertThat(exchange(socket, request + "GET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .doesNotEndWith("hello");
        }
    }

    @Test
    void whoAgreesOnOneProtocolAndSpeaksAnotherIsLeft() throws Exception {
        try (var socket = connect("h2")) {
            assertThat(exchange(socket, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .doesNotContain("HTTP/1.1 200");
        }
        try (var socket = connect("http/1.1")) {
            assertThat(exchange(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u00ff\u00ff",
                "\r\n\r\n\r\n\r\n\r\n\r\n"
            })
    void whatIsNoTlsIsClosedWithoutAnAnswer(String bytes) throws Exception {
        server.close();
        server = serve(impatient());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);

            assertThat(exchange(socket, bytes)).doesNotContain("HTTP/");
        }
    }

    @Test
    void aHandshakeThatIsNotFinishedIsGivenUp() throws Exception {
        server.close();
        server = serve(impatient());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    private static Limits impatient() {
        var times = Limits.standard().times();
        return Limits.standard().with(new Limits.Times(Duration.ofMillis(500), times.body(), times.idle()));
    }

    @Test
    void newConnectionsGetANewCertificateAndOpenOnesGoOn() throws Exception {
        try (var open = client(HttpClient.Version.HTTP_1_1, first)) {
            open.send(to("/hello").build(), BodyHandlers.ofString());
            second.in(directory);

            eventually(() -> assertThat(server.events(EngineEvent.CertificateReplaced.class))
                    .hasSize(1));
            assertThat(open.send(to("/hello").build(), BodyHandlers.ofString()).body())
                    .isEqualTo("hello");
            try (var late = client(HttpClient.Version.HTTP_2, second);
                    var old = client(HttpClient.Version.HTTP_2, first)) {
                assertThat(late.send(to("/hello").build(), BodyHandlers.ofString())
                                .body())
                        .isEqualTo("hello");
                assertThatThrownBy(() -> old.send(to("/hello").build(), BodyHandlers.ofString()))
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aNewCertificateThatIsNoneChangesNothing(String content) throws Exception {
        Files.writeString(directory.resolve("server.crt"), content);

        eventually(() ->
                assertThat(server.events(EngineEvent.CertificateRefused.class)).isNotEmpty());
        assertServedBy(first);
    }

    @Test
    void halfOfANewPairWaitsForTheOther() throws Exception {
        Files.writeString(directory.resolve("server.crt"), second.certificate());

        eventually(() ->
                assertThat(server.events(EngineEvent.CertificateRefused.class)).isNotEmpty());
        assertServedBy(first);
        Files.writeString(directory.resolve("server.key"), second.key());
        eventually(() ->
                assertThat(server.events(EngineEvent.CertificateReplaced.class)).hasSize(1));
        assertServedBy(second);
    }

    @Test
    void filesThatAreGoneChangeNothing() throws Exception {
        Files.delete(directory.resolve("server.key"));

        eventually(() ->
                assertThat(server.events(EngineEvent.CertificateRefused.class)).isNotEmpty());
        assertServedBy(first);
        Files.writeString(directory.resolve("server.key"), first.key());
        assertServedBy(first);
    }

    private void assertServedBy(TestCertificate certificate) throws Exception {
        try (var client = client(HttpClient.Version.HTTP_2, certificate)) {
            assertThat(client.send(to("/hello").build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("hello");
        }
    }

    @Test
    void withoutACertificateItDoesNotStart() throws Exception {
        var nowhere = EngineOptions.Tls.of(directory.resolve("none.crt"), directory.resolve("none.key"));
        assertThatThrownBy(() -> TestServer.of(new Routes(), options -> options.with(nowhere)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.crt");
        Files.writeString(directory.resolve("bad.crt"), "nonsense");
        var bad = EngineOptions.Tls.of(directory.resolve("bad.crt"), directory.resolve("server.key"));
        assertThatThrownBy(() -> TestServer.of(new Routes(), options -> options.with(bad)))
                .isInstanceOf(UncheckedIOException.class);
    }
}
