package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.json.Json;
import io.swagger.v3.parser.OpenAPIV3Parser;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Documents of routes.
final class OpenApiTest {

    record Draft(
            @NotBlank String name, @Min(1) @Max(9) @Nullable Long weight) {}

    record Kitten(String id, Draft draft) {}

    record Page(
            List<Kitten> kittens,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}

    record Problem(String mine) {}

    /// Another service's.
    static final class Other {

        private Other() {}

        @SuppressWarnings("SameNameButDifferent") // is what the test is about
        record Kitten(String other) {}
    }

    static List<Route> routes() {
        return List.of(
                Route.get("/v1/kittens", _ -> Response.noContent())
                        .about(About.says("Lists kittens. Sorted by name, page by page.")
                                .query("page_size", Integer.class, "At most 100.")
                                .answers(200, "A page.", Page.class)),
                Route.post("/v1/kittens", Draft.class, draft -> draft)
                        .about(About.says("Adds a kitten.")
                                .header("Idempotency-Key", String.class, "The same for the same request.")
                                .answers(201, "It was added.", Kitten.class, "Location", "ETag")
                                .refuses(409, "NameTaken", "There is one.")
                                .refuses(400, "BadKey", "The key is malformed.")
                                .needs("bearer")),
                Route.patch("/v1/kittens/{id}", _ -> Response.noContent())
                        .about(About.says("Changes a kitten.")
                                .patches(Draft.class)
                                .answers(204, "It was changed.")),
                Route.get("/v2/kittens", _ -> Response.noContent()),
                Route.get("/files/{path...}", _ -> Response.noContent()),
                Route.get("images.example.com/files/{path...}", _ -> Response.noContent()),
                Route.get("*.example.com/cats", _ -> Response.noContent()),
                Route.of("PURGE", "/v1/kittens", _ -> Response.noContent()),
                Route.get("/mine", _ -> Response.noContent())
                        .about(About.nothing().answers(200, "", Problem.class)),
                Route.get("/", _ -> Response.noContent()));
    }

    static OpenApi document() {
        return OpenApi.of("Kittens", "1", routes());
    }

    private static JsonNode operation(String name) {
        return Objects.requireNonNull(document().operations().get(name), name);
    }

    @Test
    void anIndependentParserFindsNothingWrong() {
        for (var text : List.of(document().json(), document().yaml())) {
            var parsed = new OpenAPIV3Parser().readContents(text, null, null);

            assertThat(parsed.getMessages()).isEmpty();
            assertThat(parsed.getOpenAPI().getPaths().keySet())
                    .containsExactlyInAnyOrder(
                            "/", "/cats", "/files/{path}", "/mine", "/v1/kittens", "/v1/kittens/{id}", "/v2/kittens");
        }
    }

    @Test
    void theSameRoutesInAnyOrderAreTheSameText() {
        var shuffled = new ArrayList<>(routes());
        Collections.reverse(shuffled);

        assertThat(OpenApi.of("Kittens", "1", shuffled).json())
                .isEqualTo(document().json());
        assertThat(OpenApi.parse(document().json().getBytes(StandardCharsets.UTF_8))
                        .json())
                .isEqualTo(document().json());
    }

    @Test
    void yamlSaysTheSameAsJson() {
        Map<String, ?> read = new org.yaml.snakeyaml.Yaml().load(document().yaml());

        assertThat(Json.read(Json.write(read), JsonNode.class))
                .isEqualTo(Json.read(document().json(), JsonNode.class));
    }

    @Test
    void operationsAreNamedByMethodAndPath() {
        assertThat(document().operations().values())
                .extracting(each -> each.path("operationId").asString())
                .containsExactly(
                        "getRoot",
                        "getCats",
                        "getFilesByPath",
                        "getMine",
                        "getKittens",
                        "getV2Kittens",
                        "patchKittensById",
                        "postKittens");
    }

    @Test
    void anOperationHasTitleParametersAndAnswers() {
        var list = operation("GET /v1/kittens");

        assertThat(list.path("summary").asString()).isEqualTo("Lists kittens");
        assertThat(list.path("description").asString()).isEqualTo("Sorted by name, page by page.");
        assertThat(list.path("tags").toString()).isEqualTo("[\"kittens\"]");
        assertThat(list.path("parameters").path(0).path("schema").path("format").asString())
                .isEqualTo("int32");
        assertThat(list.at("/responses/200/content/application~1json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Page");
        assertThat(list.path("responses").propertyNames())
                .contains("400", "408", "414", "417", "431", "500", "503", "504")
                .doesNotContain("413");
    }

    @Test
    void everyErrorIsThere() {
        var add = operation("POST /v1/kittens");

        assertThat(add.path("responses").propertyNames())
                .containsExactly(
                        "201", "400", "406", "408", "409", "413", "414", "415", "417", "431", "500", "503", "504");
        assertThat(add.at("/responses/400/x-error-codes").toString())
                .isEqualTo(
                        "[\"BadKey\",\"BadRequest\",\"MalformedRequest\",\"MalformedJson\",\"Invalid\",\"MalformedContent\"]");
        assertThat(add.at("/responses/409/content/application~1json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Problem");
        assertThat(add.at("/responses/413/$ref").asString()).isEqualTo("#/components/responses/ContentTooLarge");
        assertThat(add.path("security").toString()).isEqualTo("[{\"bearer\":[]}]");
        assertThat(document()
                        .tree()
                        .at("/components/securitySchemes/bearer/bearerFormat")
                        .asString())
                .isEqualTo("JWT");
    }

    @Test
    void aTypeThatIsReadAndWrittenHasTwoSchemas() {
        var schemas = document().tree().path("components").path("schemas");

        assertThat(schemas.propertyNames())
                .contains("Draft", "DraftInput", "DraftPatch", "Kitten", "Page", "Problem", "OpenApiTestProblem");
        assertThat(schemas.at("/DraftInput/required").toString()).isEqualTo("[\"name\"]");
        assertThat(schemas.at("/Draft/required").toString()).isEqualTo("[\"name\",\"weight\"]");
        assertThat(schemas.path("DraftPatch").has("required")).isFalse();
    }

    @Test
    void hostsAndTheRestOfAPathAreTold() {
        assertThat(operation("GET /files/{path}").at("/parameters/0/x-rest").asBoolean())
                .isTrue();
        assertThat(operation("GET /files/{path}").at("/servers/0/url").asString())
                .isEqualTo("http://images.example.com");
        assertThat(operation("GET /cats").at("/servers/0/url").asString()).isEqualTo("http://{name}.example.com");
        assertThat(document().tree().path("paths").path("/v1/kittens").has("x-purge"))
                .isTrue();
    }

    @Test
    void aRouteThatSaysNothingIsThere() {
        assertThat(operation("GET /v2/kittens")
                        .path("responses")
                        .path("2XX")
                        .path("description")
                        .asString())
                .isEqualTo("Success.");
    }

    @Test
    void noRoutesAreADocumentToo() {
        var none = OpenApi.of("", "", List.of());

        assertThat(none.operations()).isEmpty();
        assertThat(OpenApi.parse(none.json().getBytes(StandardCharsets.UTF_8))).isEqualTo(none);
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        for (var text : List.of("{}", "[]", "{\"openapi\":\"3.0.0\",\"paths\":{}}", "{\"openapi\":\"3.1.0\"}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OpenApi.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .withMessage("document (expected: OpenAPI 3.1 with paths)");
        }
    }

    @Test
    void twoDocumentsAreOne() {
        var other = OpenApi.of(
                "Dogs",
                "7",
                List.of(Route.get("/v1/dogs", _ -> Response.noContent())
                        .about(About.nothing()
                                .answers(200, "", Other.Kitten.class)
                                .needs("bearer"))));

        var both = document().and(other);

        assertThat(new OpenAPIV3Parser().readContents(both.json(), null, null).getMessages())
                .isEmpty();
        assertThat(both.tree()
                        .at("/paths/~1v1~1dogs/get/responses/200/content/application~1json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Kitten2");
        assertThat(both.tree().at("/components/schemas/Kitten/properties").has("draft"))
                .isTrue();
        assertThat(both.tree().at("/tags").toString()).contains("dogs", "kittens");
        assertThat(document().and(document())).isEqualTo(document());
    }
}
