package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.CorrelationId;
import dev.margay.http.Problem;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.openapi.OpenApiTest.Draft;
import dev.margay.openapi.OpenApiTest.Kitten;
import dev.margay.test.Described;
import dev.margay.test.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds answers to documents, and documents to those before.
final class DescribedTest {

    private final Described described = Described.by(OpenApiTest.document().json());

    @TempDir
    private Path folder;

    private void check(String method, String target, Response response) {
        described.check(Request.of(method, target), response);
    }

    private static Response kitten() {
        return Response.created("/v1/kittens/7", new Kitten("7", new Draft("Tom", 3L)))
                .with("ETag", "\"1\"");
    }

    private static Response refused(Problem problem) {
        return Problems.render(problem, CorrelationId.random());
    }

    @Test
    void whatIsDescribedPasses() {
        assertThatCode(() -> {
                    check("POST", "/v1/kittens?x=1", kitten());
                    check("POST", "/v1/kittens", refused(Problem.conflict("NameTaken", "")));
                    check("PATCH", "/v1/kittens/7", Response.noContent());
                    check("GET", "/nowhere", refused(Problem.notFound("")));
                    check("GET", "/v2/kittens", Response.noContent());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNotFails() {
        assertThatThrownBy(() -> check(
                        "POST",
                        "/v1/kittens",
                        kitten().with("ETag", "x").with(kitten().headers().without("ETag"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has no ETag");
        assertThatThrownBy(() -> check("POST", "/v1/kittens", Response.json(Map.of())))
                .hasMessageContaining("POST /v1/kittens -> 200 is not described");
        assertThatThrownBy(() -> check("POST", "/v1/kittens", refused(Problem.conflict("Other", ""))))
                .hasMessageContaining("with 'Other' is not described");
        assertThatThrownBy(() -> check("GET", "/v1/kittens", Response.json(Map.of("kittens", List.of("Tom")))))
                .hasMessageContaining("is not as described");
        assertThatThrownBy(() -> check("GET", "/v1/kittens", Response.text("Tom")))
                .hasMessageContaining("as 'text/plain' is not described");
        assertThatThrownBy(() -> check("GET", "/nowhere", Response.noContent()))
                .hasMessageContaining("is not described");
    }

    @Test
    void aPublishedDocumentIsKept() throws Exception {
        var file = folder.resolve("openapi.json");
        var less = OpenApi.of("Kittens", "1", OpenApiTest.routes().subList(1, 3));
        assertThatThrownBy(() -> Published.check(file, less.json())).hasMessageContaining("is not there");

        Files.writeString(file, OpenApiTest.document().json());
        assertThatCode(() -> Published.check(file, OpenApiTest.document().json()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Published.check(file, less.json()))
                .hasMessageContaining("GET /v1/kittens: the method is gone")
                .hasMessageContaining("GET /mine: the path is gone");
    }
}
