package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// The document in other formats.
final class ExportersTest {

    @Test
    void theBlueprintHasEveryOperation() {
        var text = OpenApiTest.document().blueprint();

        assertThat(text)
                .startsWith("FORMAT: 1A9\n\n# Kittens\n")
                .contains("# Group kittens\n")
                .contains("## /v1/kittens [/v1/kittens]\n")
                .contains("### getKittens [GET /v1/kittens{?page_size}]\n")
                .contains("    + page_size (number, optional) - At most 100.\n")
                .contains("+ Request (application/json)\n")
                .contains("+ Response 201 (application/json)\n")
                .contains("    + Headers\n\n            Location: ...\n")
                .contains("`NameTaken`");
        for (var operation : OpenApiTest.document().operations().values()) {
            assertThat(text).contains("### " + operation.path("operationId").asString() + " [");
        }
    }

    @Test
    void ramlHasEveryOperation() {
        var text = OpenApiTest.document().raml();

        assertThat(text).startsWith("#%RAML 1.0\n");
        Map<String, Object> raml = new Yaml().load(text);
        assertThat(raml)
                .containsEntry("title", "Kittens")
                .containsKeys("securitySchemes", "/v1/kittens", "/files/{path}");
        for (var name : OpenApiTest.document().operations().keySet()) {
            var method = name.substring(0, name.indexOf(' ')).toLowerCase(Locale.ROOT);
            assertThat(raml.get(name.substring(name.indexOf(' ') + 1)))
                    .as(name)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKey(method);
        }
        assertThat(text).contains("securedBy:\n", "queryParameters:\n", "page_size:\n", "`NameTaken`");
        assertThat(List.of(text.split("\n", -1))).noneMatch(line -> line.contains("$ref\":\"#/components"));
    }
}
