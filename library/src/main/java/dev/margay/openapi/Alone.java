package dev.margay.openapi;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schemas taken out of their document, with all that they refer to as `$defs`.
final class Alone {

    private static final String PREFIX = "#/components/schemas/";

    private Alone() {}

    static ObjectNode of(JsonNode schema, ObjectNode document) {
        var found = new TreeMap<String, JsonNode>();
        collect(schema, document, found);
        var alone = JsonNodeFactory.instance.objectNode();
        alone.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.properties()
                .forEach(each -> alone.set(each.getKey(), each.getValue().deepCopy()));
        if (!found.isEmpty()) {
            var definitions = alone.putObject("$defs");
            found.forEach((name, each) -> definitions.set(name, each.deepCopy()));
        }
        redirect(alone);
        return alone;
    }

    private static void collect(JsonNode node, ObjectNode document, Map<String, JsonNode> found) {
        for (var reference : node.findValuesAsString("$ref")) {
            var name = reference.substring(reference.lastIndexOf('/') + 1);
            if (reference.startsWith(PREFIX) && !found.containsKey(name)) {
                var target = document.path("components").path("schemas").path(name);
                found.put(name, target);
                collect(target, document, found);
            }
        }
    }

    private static void redirect(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("$ref").asString("").startsWith(PREFIX)) {
            object.put("$ref", "#/$defs/" + object.get("$ref").asString().substring(PREFIX.length()));
        }
        node.forEach(Alone::redirect);
    }
}
