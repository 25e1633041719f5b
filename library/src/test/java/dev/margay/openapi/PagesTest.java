package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.observe.Errors;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pages that show a document.
final class PagesTest {

    private final Handler pages = pages();

    private static Handler pages() {
        var table = new Routes();
        OpenApiTest.document().routes().forEach(table::add);
        return table.with(new Errors());
    }

    private Response get(String target) throws Exception {
        return pages.handle(Request.get(target));
    }

    private String text(String target) throws Exception {
        return get(target).body().text();
    }

    @Test
    void theDocumentIsShownInBothForms() throws Exception {
        assertThat(text("/openapi.json")).isEqualTo(OpenApiTest.document().json());
        assertThat(get("/openapi.json").headers().first("Content-Type")).contains("application/json");
        assertThat(text("/openapi.yaml")).isEqualTo(OpenApiTest.document().yaml());
        assertThat(get("/openapi.yaml").headers().first("Content-Type")).contains("application/yaml");
    }

    @Test
    void whoHasItIsNotSentItAgain() throws Exception {
        var tag = get("/openapi.json").headers().first("ETag").orElseThrow();
        var again = pages.handle(Request.get("/openapi.json").with("If-None-Match", tag));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.headers().first("ETag")).contains(tag);
        assertThat(pages.handle(Request.get("/openapi.json").with("If-None-Match", "\"other\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void swaggerUiComesFromTheClassPathAndCallsNobodyElse() throws Exception {
        assertThat(text("/docs/")).contains("swagger-ui-bundle.js").doesNotContain("http://", "https://", "<script>");
        assertThat(text("/docs/start.js")).contains("../openapi.json").contains("validatorUrl: null");
        for (var file : List.of("/docs/", "/docs/start.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js")) {
            var answer = get(file);
            assertThat(answer.status()).as(file).isEqualTo(200);
            assertThat(answer.headers().first("Content-Security-Policy").orElse(""))
                    .contains(
                            "default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'");
            assertThat(answer.headers().first("ETag")).as(file).isPresent();
        }
    }

    @Test
    void nothingElseOfTheClassPathIsShown() throws Exception {
        for (var path : List.of(
                "/docs/nothing", "/docs/..%2f..%2fpom.xml", "/docs/%2e%2e/x", "/docs/../../../META-INF/MANIFEST.MF")) {
            assertThat(get(path).status()).as(path).isIn(301, 400, 404);
        }
    }
}
