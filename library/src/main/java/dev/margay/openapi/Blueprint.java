package dev.margay.openapi;

import dev.margay.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A document in API Blueprint, format 1A9. Types are told by their JSON Schema, which says more than MSON could.
final class Blueprint {

    private final ObjectNode tree;
    private final StringBuilder text = new StringBuilder();

    private Blueprint(ObjectNode tree) {
        this.tree = tree;
    }

    static String of(ObjectNode tree) {
        return new Blueprint(tree).write();
    }

    private String write() {
        text.append("FORMAT: 1A9\n\n# ")
                .append(line(tree.path("info").path("title")))
                .append("\n\n");
        paragraph(tree.path("info").path("description"));
        groups().forEach((group, paths) -> {
            text.append("# Group ").append(group).append("\n\n");
            paths.forEach(this::resource);
        });
        return text.toString();
    }

    /// The paths by the first tag of their operations.
    private Map<String, List<String>> groups() {
        var groups = new TreeMap<String, List<String>>();
        for (var path : tree.path("paths").properties()) {
            var tag = path.getValue()
                    .valueStream()
                    .map(each -> each.path("tags").path(0).asString(""))
                    .findFirst()
                    .orElse("");
            groups.computeIfAbsent(tag.isEmpty() ? "Other" : tag, _ -> new ArrayList<>())
                    .add(path.getKey());
        }
        return groups;
    }

    private void resource(String path) {
        text.append("## ").append(path).append(" [").append(path).append("]\n\n");
        for (var each : tree.path("paths").path(path).properties()) {
            if (each.getValue().has("operationId")) {
                action(path, each.getKey().toUpperCase(Locale.ROOT), each.getValue());
            }
        }
    }

    private void action(String path, String method, JsonNode operation) {
        var id = operation.path("operationId").asString("");
        var uri = path + query(operation);
        text.append("### %s [%s %s]\n\n".formatted(id, method, uri));
        paragraph(operation.path("summary"));
        paragraph(operation.path("description"));
        parameters(operation);
        request(operation);
        for (var response : operation.path("responses").properties()) {
            response(response.getKey(), Shape.resolved(response.getValue(), tree));
        }
    }

    private static String query(JsonNode operation) {
        var names = new ArrayList<String>();
        for (var each : operation.path("parameters")) {
            if (each.path("in").asString("").equals("query")) {
                names.add(each.path("name").asString(""));
            }
        }
        return names.isEmpty() ? "" : "{?" + String.join(",", names) + "}";
    }

    private void parameters(JsonNode operation) {
        boolean begun = false;
        for (var each : operation.path("parameters")) {
            if (each.path("in").asString("").equals("header")) {
                continue;
            }
            text.append(begun ? "" : "+ Parameters\n\n");
            begun = true;
            var schema = Shape.resolved(each.path("schema"), tree);
            text.append("    + ").append(each.path("name").asString("")).append(" (");
            text.append(type(schema)).append(", ");
            text.append(each.path("required").asBoolean(false) ? "required" : "optional")
                    .append(")");
            var meaning = line(each.path("description"));
            text.append(meaning.isEmpty() ? "\n" : " - " + meaning + "\n");
        }
        text.append(begun ? "\n" : "");
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        return type.asString("").equals("integer") ? "number" : type.asString("string");
    }

    private void request(JsonNode operation) {
        var headers = new ArrayList<String>();
        for (var each : operation.path("parameters")) {
            if (each.path("in").asString("").equals("header")) {
                headers.add("%s: %s".formatted(each.path("name").asString(""), line(each.path("description"))));
            }
        }
        if (!operation.path("security").isEmpty()) {
            headers.add("Authorization: Bearer token");
        }
        var contents = operation.path("requestBody").path("content").properties();
        if (contents.isEmpty() && !headers.isEmpty()) {
            text.append("+ Request\n\n");
            headers(headers);
        }
        for (var content : contents) {
            text.append("+ Request (").append(content.getKey()).append(")\n\n");
            headers(headers);
            schema(content.getValue().path("schema"));
        }
    }

    private void response(String status, JsonNode response) {
        var number = status.equals("2XX") ? "200" : status;
        var contents = response.path("content").properties();
        if (contents.isEmpty()) {
            text.append("+ Response ").append(number).append("\n\n");
            indented(response.path("description").asString(""), 4);
        }
        for (var content : contents) {
            text.append("+ Response ")
                    .append(number)
                    .append(" (")
                    .append(content.getKey())
                    .append(")\n\n");
            indented(response.path("description").asString(""), 4);
            headers(response.path("headers").propertyNames().stream()
                    .map(name -> name + ": ...")
                    .toList());
            schema(content.getValue().path("schema"));
        }
    }

    private void headers(List<String> headers) {
        if (!headers.isEmpty()) {
            text.append("    + Headers\n\n");
            headers.forEach(header -> indented(header, 12));
        }
    }

    /// With all that it refers to: a schema stands alone here.
    private void schema(JsonNode schema) {
        text.append("    + Schema\n\n");
        indented(Json.pretty(Alone.of(schema, tree)), 12);
    }

    private void indented(String block, int blanks) {
        block.lines()
                .forEach(each -> text.append(" ".repeat(blanks)).append(each).append('\n'));
        text.append('\n');
    }

    private void paragraph(JsonNode said) {
        if (said.isString()) {
            text.append(said.asString()).append("\n\n");
        }
    }

    private static String line(JsonNode said) {
        return said.asString("").replaceAll("\\s+", " ").strip();
    }
}
