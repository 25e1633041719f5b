package examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Greeters as processes of their own, started as a user starts them. One thread at a time.
final class GreeterProcess {

    private static final Pattern PORT = Pattern.compile("listens on port (\\d+)");

    private final List<Process> started = new ArrayList<>();
    private final List<String> before = new ArrayList<>();

    /// @param main a class, or the file of one
    Process start(String port, String main) throws IOException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var builder = new ProcessBuilder(
                java,
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main);
        builder.environment().put("MARGAY_PORT", port);
        builder.environment().put("MARGAY_ADMIN_PORT", "0");
        var process = builder.redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    /// Waits until it listens.
    String portOf(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
            before.add(line);
        }
        throw new AssertionError("the greeter ended before it listened: " + before);
    }

    /// What was printed before one listened.
    List<String> linesBefore() {
        return List.copyOf(before);
    }

    HttpResponse<String> hello(String port, String body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/hello"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    void end() {
        started.forEach(Process::destroyForcibly);
    }
}
