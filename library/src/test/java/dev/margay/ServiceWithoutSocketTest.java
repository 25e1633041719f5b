package dev.margay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.http.Body;
import dev.margay.http.Request;
import dev.margay.test.InProcess;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;

/// A whole service in a test, with everything around its routes and without a port.
final class ServiceWithoutSocketTest {

    record Hello(@NotBlank String name) {}

    record Greeting(String message) {}

    private static Service greeter() {
        return Service.named("greeter")
                .config(Configuration.from(Sources.ofText("log.access = false")))
                .post("/v1/hello", Hello.class, hello -> new Greeting("Hello " + hello.name()));
    }

    @Test
    void theSameIsServedWithoutASocket() throws Exception {
        var transport = greeter().on(InProcess::of);

        var good = transport.handle(Request.post("/v1/hello", Body.of("{\"name\":\"Tom\"}")));
        var bad = transport.handle(Request.post("/v1/hello", Body.of("{\"name\":\"\"}")));

        assertThat(good.body().text()).isEqualTo("{\"message\":\"Hello Tom\"}");
        assertThat(good.headers().find("X-Request-ID")).isNotNull();
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().text()).contains("\"target\":\"name\"");
        assertThat(transport.handle(Request.get("/health")).status()).isEqualTo(200);
    }
}
