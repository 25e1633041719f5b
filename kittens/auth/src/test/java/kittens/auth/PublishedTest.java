package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Described;
import dev.margay.test.Published;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients of this service rely on.
final class PublishedTest {

    @TempDir
    private Path home;

    @Test
    void clientsOfThePublishedDocumentAreSafe() throws Exception {
        try (var auth = AuthProgram.start(home, List.of())) {
            Published.check(Path.of("openapi.json"), auth.document());

            assertThat(Described.by(auth.document()).operations())
                    .containsExactlyInAnyOrder(
                            "POST /v1/users",
                            "GET /v1/users/me",
                            "GET /v1/users/{id}",
                            "POST /v1/sessions",
                            "POST /v1/sessions/refresh",
                            "DELETE /v1/sessions/current",
                            "GET /.well-known/jwks.json",
                            "GET /health",
                            "GET /health/live",
                            "GET /health/ready");
        }
    }
}
