package dev.margay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.context.StartException;
import dev.margay.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A service that cannot start says why in one line, and leaves nothing open.
final class RefusedStartTest {

    private final ArrayList<String> closed = new ArrayList<>();

    private Service service(String... arguments) {
        return Service.named("greeter")
                .port(0)
                .config(Configuration.from(Sources.ofText("log.access = false").withArguments(arguments)))
                .onStop(() -> closed.add("part"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=65536|port: 65536 (expected: 0 to 65535)",
                "--drain=-1s|drain: PT-1S (expected: 0 to 365 days)",
                "--drain=400d|drain: PT9600H (expected: 0 to 365 days)",
                "--admin.port=70000|admin: port: 70000 (expected: -1 to 65535)",
                "--admin.port=-2|admin: port: -2 (expected: -1 to 65535)",
                "--engine.loops=5000|engine: loops: 5000 (expected: 0 to 1024)",
                "--engine.loops=-1|engine: loops: -1 (expected: 0 to 1024)",
                "--compression.from=-1|compression: from: -1 (expected: >= 0)",
                "--limits.times.idle=0s|limits.times: idle: PT0S (expected: > 0, at most 365 days)",
                "--limits.times.body=-3s|limits.times: body: PT-3S (expected: > 0, at most 365 days)",
                "--limits.sizes.headers=0|limits.sizes: request-line: 8192, header-count: 100, headers: 0",
                "--limits.requests=0|limits: connections: 10000, requests: 0 (expected: >= 1)"
            })
    void aSettingThatMakesNoSenseIsNamed(String argument, String said) {
        assertThatThrownBy(service(argument)::start)
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("greeter cannot start: ")
                .hasMessageContaining(said)
                .hasMessageNotContaining("\n");
        assertThat(closed).containsExactly("part");
    }

    @Test
    void aRouteThatIsThereTwiceIsNamed() {
        var twice = service().get("/v1/hello", _ -> Response.of(200)).get("/v1/hello", _ -> Response.of(200));

        assertThatThrownBy(twice::start)
                .isInstanceOf(StartException.class)
                .hasMessage("greeter cannot start: route GET /v1/hello (expected: each method and path once)");
        assertThat(closed).containsExactly("part");
    }

    @Test
    void aFileThatCannotBeUsedIsOneLine() {
        assertThat(MainFailure.line(new NoSuchFileException("keys/auth.pem")))
                .contains("cannot start: keys/auth.pem (NoSuchFileException)");
        assertThat(MainFailure.line(new UncheckedIOException(new IOException("keys/auth.pem holds no key"))))
                .contains("cannot start: keys/auth.pem holds no key");
        assertThat(MainFailure.line(new IllegalStateException("a mistake"))).isEmpty();
    }

    @Test
    void aMistakeOfTheProgramKeepsItsStackAndStillClosesTheParts() {
        var broken = service().with(_ -> {
            throw new IllegalStateException("a mistake");
        });

        assertThatThrownBy(broken::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a mistake");
        assertThat(closed).containsExactly("part");
    }
}
