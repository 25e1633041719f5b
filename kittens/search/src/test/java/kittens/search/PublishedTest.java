package kittens.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.Service;
import dev.margay.test.Described;
import dev.margay.test.Published;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients of this service rely on.
final class PublishedTest {

    @TempDir
    private Path home;

    @Test
    void clientsOfThePublishedDocumentAreSafe() throws Exception {
        var service =
                Service.named("search").config("--home=" + home, "--port=0", "--admin.port=0", "--host=127.0.0.1");
        try (var search = Main.start(service);
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + search.port() + "/openapi.json"));
            var document = client.send(request.build(), BodyHandlers.ofString()).body();
            Published.check(Path.of("openapi.json"), document);

            assertThat(Described.by(document).operations())
                    .containsExactlyInAnyOrder(
                            "POST /",
                            "GET /v1/search",
                            "POST /v1/search",
                            "GET /health",
                            "GET /health/live",
                            "GET /health/ready");
        }
    }
}
