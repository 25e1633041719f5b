package dev.margay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.Service;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.test.RawClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Coded bodies both ways, over sockets, through a service that was told nothing of them.
class CodedServiceTest {

    record Hello(String name) {}

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Service.Running running;

    @BeforeAll
    static void start() {
        running = Service.named("coded")
                .port(0)
                .config(Configuration.from(Sources.ofText("log.access = false, admin.enabled = false")))
                .post("/v1/hello", Hello.class, hello -> hello)
                .add(Route.post(
                                "/v1/sizes",
                                request -> Response.text(Long.toString(
                                        request.body().stream().transferTo(OutputStream.nullOutputStream()))))
                        .streaming())
                .start();
    }

    @AfterAll
    static void stop() {
        running.stop();
    }

    private static byte[] encoded(Coding coding, byte[] content) throws IOException {
        var target = new ByteArrayOutputStream();
        try (var encoder = coding.to(target)) {
            encoder.write(content);
        }
        return target.toByteArray();
    }

    private static RawClient.Answer send(String path, String coding, byte[] body) throws IOException {
        try (var client = RawClient.to(running.port())) {
            return client.send("POST " + path
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept-Encoding: "
                            + coding + "\r\nContent-Encoding: " + coding + "\r\nContent-Length: " + body.length
                            + "\r\n\r\n")
                    .send(body)
                    .answer();
        }
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void typedRoutesTakeAndGiveCodedBodies(Coding coding) throws Exception {
        var hello = "{\"name\":\"" + "Tom ".repeat(1_000) + "\"}";

        var answer = send("/v1/hello", coding.token(), encoded(coding, hello.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-encoding", coding.token());
        assertThat(answer.headers()).containsEntry("vary", "Accept-Encoding");
        var content = new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(coding.from(content).readAllBytes()).asString().isEqualTo(hello);
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void aBombOfTenMegabytesIsTooLarge(Coding coding) throws Exception {
        var answer = send("/v1/hello", coding.token(), encoded(coding, new byte[10 << 20]));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("ContentTooLarge");
    }

    @ParameterizedTest
    @EnumSource(Coding.class)
    void streamingRoutesReadWhatArrivesExpanded(Coding coding) throws Exception {
        assertThat(send("/v1/sizes", coding.token(), encoded(coding, new byte[1 << 20]))
                        .body())
                .isEqualTo("1048576");
        assertThat(send("/v1/sizes", coding.token(), encoded(coding, new byte[64 << 20]))
                        .status())
                .isEqualTo(413);
        assertThat(send("/v1/sizes", coding.token(), new byte[] {1, 2, 3}).status())
                .isEqualTo(400);
    }

    @Test
    void otherCodingsAreToldWhichAreKnown() throws Exception {
        for (String path : new String[] {"/v1/hello", "/v1/sizes"}) {
            var answer = send(path, "br", new byte[] {1, 2, 3});

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.headers()).containsEntry("accept-encoding", "zstd, gzip, deflate");
        }
    }
}
