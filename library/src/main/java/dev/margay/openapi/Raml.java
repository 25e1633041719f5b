package dev.margay.openapi;

import dev.margay.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A document in RAML 1.0. Types are given as JSON Schemas, which RAML takes in the place of its own types.
final class Raml {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> FORMATS = Map.of("date-time", "datetime", "date", "date-only");

    private final ObjectNode tree;

    private Raml(ObjectNode tree) {
        this.tree = tree;
    }

    static String of(ObjectNode tree) {
        return "#%RAML 1.0\n" + Yaml.of(new Raml(tree).document());
    }

    private ObjectNode document() {
        var raml = NODES.objectNode();
        raml.put("title", tree.path("info").path("title").asString("API"));
        raml.put("version", tree.path("info").path("version").asString(""));
        copy(tree.path("info"), "description", raml);
        raml.put("mediaType", "application/json");
        var schemes = tree.path("components").path("securitySchemes").propertyNames();
        for (var name : schemes) {
            var scheme = raml.withObject("securitySchemes").putObject(name);
            scheme.put("type", "x-" + name);
            var header = scheme.putObject("describedBy").putObject("headers").putObject("Authorization");
            header.put("type", "string").put("description", name + " and the token");
        }
        for (var path : tree.path("paths").properties()) {
            var resource = raml.putObject(path.getKey());
            uriParameters(path.getValue(), resource);
            for (var each : path.getValue().properties()) {
                if (each.getValue().has("operationId") && !each.getKey().startsWith("x-")) {
                    resource.set(each.getKey(), method(each.getValue()));
                }
            }
        }
        return raml;
    }

    private void uriParameters(JsonNode item, ObjectNode resource) {
        for (var operation : item) {
            for (var each : operation.path("parameters")) {
                if (each.path("in").asString("").equals("path")) {
                    resource.withObject("uriParameters").set(each.path("name").asString(""), parameter(each));
                }
            }
        }
    }

    private ObjectNode method(JsonNode operation) {
        var method = NODES.objectNode();
        method.put("displayName", operation.path("operationId").asString(""));
        var text = (operation.path("summary").asString("") + "\n\n"
                        + operation.path("description").asString(""))
                .strip();
        if (!text.isEmpty()) {
            method.put("description", text);
        }
        parameters(operation, "query", "queryParameters", method);
        parameters(operation, "header", "headers", method);
        bodies(operation.path("requestBody"), method);
        for (var response : operation.path("responses").properties()) {
            var status = response.getKey().equals("2XX") ? "200" : response.getKey();
            method.withObject("responses").set(status, response(Shape.resolved(response.getValue(), tree)));
        }
        for (var scheme : operation.path("security")) {
            scheme.propertyNames().forEach(method.withArray("securedBy")::add);
        }
        return method;
    }

    private void parameters(JsonNode operation, String place, String called, ObjectNode method) {
        for (var each : operation.path("parameters")) {
            if (each.path("in").asString("").equals(place)) {
                method.withObject(called).set(each.path("name").asString(""), parameter(each));
            }
        }
    }

    private ObjectNode parameter(JsonNode parameter) {
        var schema = Shape.resolved(parameter.path("schema"), tree);
        var raml = NODES.objectNode();
        var type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        raml.put("type", FORMATS.getOrDefault(schema.path("format").asString(""), type.asString("string")));
        copy(parameter, "description", raml);
        raml.put("required", parameter.path("required").asBoolean(false));
        for (var facet : List.of("enum", "minimum", "maximum", "minLength", "maxLength", "pattern")) {
            copy(schema, facet, raml);
        }
        return raml;
    }

    private ObjectNode response(JsonNode response) {
        var raml = NODES.objectNode();
        copy(response, "description", raml);
        for (var header : response.path("headers").propertyNames()) {
            raml.withObject("headers").putObject(header).put("type", "string");
        }
        bodies(response, raml);
        return raml;
    }

    private void bodies(JsonNode holder, ObjectNode raml) {
        for (var content : holder.path("content").properties()) {
            var body = raml.withObject("body").putObject(content.getKey());
            body.put("type", Json.text(Alone.of(content.getValue().path("schema"), tree)));
        }
    }

    private static void copy(JsonNode from, String member, ObjectNode to) {
        if (from.has(member)) {
            to.set(member, from.get(member));
        }
    }
}
