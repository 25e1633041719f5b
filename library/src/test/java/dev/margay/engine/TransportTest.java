package dev.margay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The transport without a socket answers as the one with a socket does.
@ParameterizedClass
@EnumSource(TransportTest.Kind.class)
final class TransportTest {

    private final Routes routes = new Routes()
            .get("/id", _ -> Response.text(Call.currentOrNew().id().value()))
            .post("/echo", request -> new Response(200, Headers.empty(), request.body()))
            .get("/pieces", _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> out.write(65))))
            .get("/fails", _ -> {
                throw new IllegalStateException("secret");
            })
            .get("/overflows", _ -> {
                throw new StackOverflowError("secret");
            });
    private final HttpServer server = HttpServer.start(routes, EngineOptions.onLoopback(0));
    private final HttpClient client = HttpClient.newHttpClient();
    private final Handler transport;

    TransportTest(Kind kind) {
        transport = kind == Kind.SOCKET ? this::send : InProcess.of(routes);
    }

    /// Headers as given: our own client would put its call's in their place.
    private Response send(Request request) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + server.port() + request.target());
        var sending = HttpRequest.newBuilder(uri)
                .method(
                        request.method(),
                        BodyPublishers.ofByteArray(request.body().bytes()));
        request.headers().forEach(sending::header);
        var answer = client.send(sending.build(), BodyHandlers.ofByteArray());
        return Response.of(answer.statusCode()).with(Body.of(answer.body()));
    }

    enum Kind {
        SOCKET,
        IN_PROCESS
    }

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        server.stop(Duration.ofSeconds(5));
    }

    @Test
    void theCallIsBound() throws Exception {
        assertThat(transport
                        .handle(Request.get("/id").with("X-Request-ID", "mine"))
                        .body()
                        .text())
                .isEqualTo("mine");
    }

    @Test
    void errorsAreAnswers() throws Exception {
        assertThat(transport.handle(Request.get("/nothing")).status()).isEqualTo(404);
        assertThat(transport.handle(Request.get("/echo")).status()).isEqualTo(405);
        assertThat(transport
                        .handle(Request.get("/id").with("X-Request-Timeout-Ms", "soon"))
                        .status())
                .isEqualTo(400);
        var failed = transport.handle(Request.get("/fails"));
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.body().text()).doesNotContain("secret");
    }

    @Test
    void aRequestWhoseTimeIsOverIsNotBegun() throws Exception {
        var answer = transport.handle(Request.get("/fails").with("X-Request-Timeout-Ms", "0"));

        assertThat(answer.status()).isEqualTo(504);
    }

    @Test
    void anErrorIsAnAnswerToo() throws Exception {
        var answer = transport.handle(Request.get("/overflows"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().text()).doesNotContain("secret");
    }

    @Test
    void headHasNoBody() throws Exception {
        var answer = transport.handle(Request.of("HEAD", "/pieces"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().bytes()).isEmpty();
    }

    @Test
    void theBodyLimitHolds() throws Exception {
        assertThat(transport
                        .handle(Request.post("/echo", Body.of(new byte[1 << 20])))
                        .status())
                .isEqualTo(200);
        assertThat(transport
                        .handle(Request.post("/echo", Body.of(new byte[(1 << 20) + 1])))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void streamedAnswersAreCollected() throws Exception {
        assertThat(transport.handle(Request.get("/pieces")).body().text()).isEqualTo("A");
    }
}
