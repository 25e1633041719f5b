package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The greeter as a process of its own, as a user starts it.
class GreeterTest {

    private static final Pattern PORT = Pattern.compile("listens on port (\\d+)");

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process greeter(String port) throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var builder = new ProcessBuilder(
                java,
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "examples.Greeter");
        builder.environment().put("MARGAY_PORT", port);
        builder.environment().put("MARGAY_ADMIN_PORT", "0");
        var process = builder.redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static String portOf(BufferedReader lines) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
        }
        throw new AssertionError("the greeter ended before it listened");
    }

    private static HttpResponse<String> hello(String port, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/hello"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void itGreetsAndEndsCleanlyWhenAsked() throws Exception {
        var process = greeter("0");
        String port = portOf(process.inputReader());

        assertThat(hello(port, "{\"name\":\"Nic\"}").body()).isEqualTo("{\"message\":\"Hello Nic\"}");
        assertThat(hello(port, "{\"name\":\" \"}").statusCode()).isEqualTo(400);

        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aPortInUseIsOneLineAndAStatusThatIsNotZero() throws Exception {
        var first = greeter("0");
        String port = portOf(first.inputReader());

        var second = greeter(port);
        var said = second.inputReader().lines().toList();

        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(said).singleElement().asString().contains("greeter cannot start", port);
    }
}
