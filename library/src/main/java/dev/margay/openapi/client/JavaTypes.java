package dev.margay.openapi.client;

import dev.margay.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schemas as types of Java; objects with members become records. One thread at a time.
final class JavaTypes {

    private static final String TREE = "tools.jackson.databind.JsonNode";
    private static final Map<String, String> BOXED =
            Map.of("int", "Integer", "long", "Long", "double", "Double", "float", "Float", "boolean", "Boolean");

    private final ObjectNode document;
    private final Map<String, String> records = new LinkedHashMap<>();

    JavaTypes(ObjectNode document) {
        this.document = document;
    }

    /// The records that types name, in source text.
    List<String> declarations() {
        for (var schema : document.path("components").path("schemas").properties()) {
            of(reference(schema.getKey()), schema.getKey(), /* needed */ false);
        }
        return new ArrayList<>(records.values());
    }

    private static ObjectNode reference(String name) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    /// @param name for its record, if it gets one and has none
    /// @param needed whether there is always a value: then it may be primitive
    String of(JsonNode schema, String name, boolean needed) {
        if (schema.has("$ref")) {
            var reference = schema.get("$ref").asString();
            return of(Calls.resolved(schema, document), reference.substring(reference.lastIndexOf('/') + 1), needed);
        }
        var some = new ArrayList<JsonNode>();
        List.of("anyOf", "oneOf").forEach(keyword -> schema.path(keyword).forEach(some::add));
        boolean nullable = some.removeIf(each -> each.path("type").asString("").equals("null"));
        if (!some.isEmpty()) {
            return some.size() == 1 ? of(some.getFirst(), name, needed && !nullable) : TREE;
        }
        var type = schema.path("type");
        if (!type.isArray()) {
            return ofType(type.asString(""), schema, name, needed);
        }
        var types = type.valueStream()
                .map(JsonNode::asString)
                .filter(each -> !each.equals("null"))
                .toList();
        return types.size() == 1 ? ofType(types.getFirst(), schema, name, /* needed */ false) : TREE;
    }

    private String ofType(String type, JsonNode schema, String name, boolean needed) {
        var java = switch (type) {
            case "string" -> text(schema);
            case "integer" -> schema.path("format").asString("").equals("int32") ? "int" : "long";
            case "number" -> number(schema.path("format").asString(""));
            case "boolean" -> "boolean";
            case "array" -> "java.util.List<" + of(schema.path("items"), name + "Item", /* needed */ false) + ">";
            case "object" -> object(schema, name);
            default -> TREE;
        };
        return needed ? java : BOXED.getOrDefault(java, java);
    }

    private static String text(JsonNode schema) {
        return switch (schema.path("format").asString("")) {
            case "date-time" -> "java.time.Instant";
            case "date" -> "java.time.LocalDate";
            case "uuid" -> "java.util.UUID";
            case "byte" -> "byte[]";
            default -> "String";
        };
    }

    private static String number(String format) {
        return switch (format) {
            case "float" -> "float";
            case "double" -> "double";
            default -> "java.math.BigDecimal";
        };
    }

    private String object(JsonNode schema, String name) {
        if (!schema.has("properties")) {
            return "java.util.Map<String, "
                    + of(schema.path("additionalProperties"), name + "Value", /* needed */ false) + ">";
        }
        var record = name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).replaceAll("[^A-Za-z0-9_]", "_");
        if (!records.containsKey(record)) {
            records.put(record, "");
            records.put(record, declaration(schema, record));
        }
        return record;
    }

    private String declaration(JsonNode schema, String record) {
        var required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        var components = new ArrayList<String>();
        var text = new StringBuilder();
        comment(schema, "", text);
        for (var member : schema.path("properties").properties()) {
            var identifier = Calls.identifier(member.getKey());
            comment(member.getValue(), "@param " + identifier + " ", text);
            var inner = record + identifier.substring(0, 1).toUpperCase(Locale.ROOT) + identifier.substring(1);
            var type = of(member.getValue(), inner, required.contains(member.getKey()));
            var named = identifier.equals(member.getKey()) ? "" : "@JsonProperty(" + Json.text(member.getKey()) + ") ";
            var omitted = required.contains(member.getKey()) ? "" : "@JsonInclude(JsonInclude.Include.NON_NULL) ";
            components.add("            " + omitted + named + type + " " + identifier);
        }
        text.append("    public record ").append(record).append("(\n");
        return text.append(String.join(",\n", components)).append(") {}\n").toString();
    }

    private static void comment(JsonNode schema, String before, StringBuilder text) {
        var said =
                schema.path("description").asString("").replaceAll("\\s+", " ").strip();
        if (!said.isEmpty()) {
            text.append("    /// ").append(before).append(said).append('\n');
        }
    }

    /// The class of a type, without what it is applied to.
    static String raw(String type) {
        int arguments = type.indexOf('<');
        return arguments < 0 ? type : type.substring(0, arguments);
    }
}
