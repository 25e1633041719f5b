package dev.margay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A service that is not there, dies, is slow or has no connection to spare: the client learns which.
final class OutageTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocket service;
    private AutoCloseable gateway = () -> {};
    private int door;

    /// Speaks on one connection of the service, after the head of a request was read.
    private interface Script {
        void play(Socket connection) throws Exception;
    }

    @BeforeEach
    void listen() throws IOException {
        service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        service.close();
        gateway.close();
        client.close();
    }

    private void start(Script script, String... settings) {
        Thread.ofVirtual().start(() -> accept(script));
        open(service.getLocalPort(), settings);
    }

    private void open(int port, String... settings) {
        var running = Town.before(port, settings);
        gateway = running;
        door = running.port();
    }

    private void accept(Script script) {
        while (!service.isClosed()) {
            try {
                var connection = service.accept();
                Thread.ofVirtual().start(() -> play(script, connection));
            } catch (IOException e) {
                assertThat(service.isClosed()).isTrue();
            }
        }
    }

    private static void play(Script script, Socket connection) {
        try (connection) {
            readHead(connection.getInputStream());
            script.play(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
    }

    private static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    private HttpRequest.Builder kittens() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door + "/v1/kittens"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<?, ?> error(HttpResponse<String> answer) {
        return (Map<?, ?>)
                Objects.requireNonNull(Json.read(answer.body(), Map.class).get("error"));
    }

    @Test
    void aServiceThatIsNotThereIsABadGatewayThatCanBeAskedAgain() throws Exception {
        open(service.getLocalPort());
        service.close();

        var answer = send(kittens().POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(error(answer).get("code")).isEqualTo("BadGateway");
        assertThat(error(answer).get("retryable")).isEqualTo(true);
    }

    @Test
    void aServiceThatHangsUpBeforeItsAnswerMayHaveDoneIt() throws Exception {
        start(Socket::close);

        var answer = send(kittens().POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(error(answer).get("retryable")).isEqualTo(false);
    }

    @Test
    void whatIsNoHttpIsABadGateway() throws Exception {
        start(connection -> say(connection, "220 mail.example ESMTP\r\n"));

        assertThat(send(kittens()).statusCode()).isEqualTo(502);
    }

    @Test
    void aServiceThatIsSilentIsAGatewayTimeout() throws Exception {
        start(_ -> over.await());

        var read = send(kittens().header("X-Request-Timeout-Ms", "300"));
        var write = send(kittens().header("X-Request-Timeout-Ms", "300").POST(BodyPublishers.ofString("{}")));

        assertThat(read.statusCode()).isEqualTo(504);
        assertThat(error(read).get("retryable")).isEqualTo(true);
        assertThat(write.statusCode()).isEqualTo(504);
        assertThat(error(write).get("retryable")).isEqualTo(false);
    }

    @Test
    void theGatewaysOwnLimitHoldsWithoutAWish() throws Exception {
        start(_ -> over.await(), "--calls.total=300ms");

        assertThat(send(kittens()).statusCode()).isEqualTo(504);
    }

    @Test
    void noConnectionToSpareIsUnavailable() throws Exception {
        var reached = new CountDownLatch(1);
        Script silent = _ -> {
            reached.countDown();
            over.await();
        };
        start(silent, "--calls.connections=1", "--calls.waiting=200ms");
        var first = client.sendAsync(
                kittens().header("X-Request-Timeout-Ms", "3000").build(), BodyHandlers.ofString());
        reached.await();

        var second = send(kittens().header("X-Request-Timeout-Ms", "3000"));

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).isPresent();
        assertThat(first.join().statusCode()).isEqualTo(504);
    }

    @Test
    void aServicesOwn503PassesWithItsRetryAfter() throws Exception {
        start(connection ->
                say(connection, "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy"));

        var answer = send(kittens());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(answer.body()).isEqualTo("busy");
    }

    @Test
    void aShortAnswerThatBreaksOffIsABadGateway() throws Exception {
        start(connection -> say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));

        assertThat(send(kittens()).statusCode()).isEqualTo(502);
    }

    @Test
    void aLongAnswerThatBreaksOffEndsTheConnectionNotTheAnswer() {
        var piece = "x".repeat(100_000);
        start(connection -> say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + piece));

        assertThatThrownBy(() -> send(kittens())).isInstanceOf(IOException.class);
    }

    @Test
    void aChunkedAnswerThatBreaksOffHasNoLastChunk() throws Exception {
        start(connection -> {
            say(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            connection.setSoLinger(true, 0);
        });

        var answer = Town.raw(door, "GET /v1/kittens HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).doesNotContain("\r\n0\r\n");
    }

    @Test
    void tokensCannotBeCheckedWithoutTheIssuerButRequestsWithoutOnePass() throws Exception {
        start(connection -> say(connection, "HTTP/1.1 204 No Content\r\n\r\n"));
        var token = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.e30.AAAA";

        var withToken = send(kittens().DELETE().header("Authorization", "Bearer " + token));
        var without = send(kittens().DELETE());
        var reading = send(kittens().header("Authorization", "Bearer " + token));

        assertThat(withToken.statusCode()).isEqualTo(503);
        assertThat(List.of(without.statusCode(), reading.statusCode())).containsOnly(204);
    }

    @Test
    void aServiceThatComesBackIsFound() throws Exception {
        int port = service.getLocalPort();
        open(port);
        service.close();
        assertThat(send(kittens()).statusCode()).isEqualTo(502);

        service = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(connection -> say(connection, "HTTP/1.1 204 No Content\r\n\r\n")));

        assertThat(send(kittens().timeout(Duration.ofSeconds(10))).statusCode()).isEqualTo(204);
    }
}
