package kittens.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.Described;
import dev.margay.test.Published;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients of this service rely on.
final class PublishedTest {

    @TempDir
    private Path home;

    @Test
    void clientsOfThePublishedDocumentAreSafe() throws Exception {
        try (var shop = Shop.open(home)) {
            Published.check(Path.of("openapi.json"), shop.document());

            assertThat(Described.by(shop.document()).operations())
                    .containsExactlyInAnyOrder(
                            "GET /v1/kittens",
                            "POST /v1/kittens",
                            "GET /v1/kittens/{id}",
                            "PUT /v1/kittens/{id}",
                            "PATCH /v1/kittens/{id}",
                            "DELETE /v1/kittens/{id}",
                            "POST /v1/orders",
                            "GET /v1/orders/{id}",
                            "GET /health",
                            "GET /health/live",
                            "GET /health/ready");
        }
    }
}
