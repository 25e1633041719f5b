package dev.margay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.Call;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.test.InProcess;
import org.junit.jupiter.api.Test;

/// The transport without a socket answers as the one with a socket does.
final class InProcessTest {

    private final Routes routes = new Routes()
            .get("/id", _ -> Response.text(Call.currentOrNew().id().value()))
            .post("/echo", request -> new Response(200, Headers.empty(), request.body()))
            .get("/pieces", _ -> new Response(200, Headers.empty(), Body.writtenBy(out -> out.write(65))))
            .get("/fails", _ -> {
                throw new IllegalStateException("secret");
            });
    private final InProcess transport = InProcess.of(routes);

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
        var answer = InProcess.of(new Routes().get("/", _ -> {
                    throw new StackOverflowError("secret");
                }))
                .handle(Request.get("/"));

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
