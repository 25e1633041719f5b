package dev.margay.openapi;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Two documents as one.
final class Union {

    private static final String COMPONENTS = "#/components/";

    private Union() {}

    /// All of both; a component that another one of its name differs from is renamed, with all that refers to it.
    static ObjectNode of(ObjectNode one, ObjectNode other) {
        var theirs = other;
        for (var kind : other.path("components").properties()) {
            for (var each : kind.getValue().properties()) {
                var ours = one.path("components").path(kind.getKey()).path(each.getKey());
                if (!ours.isMissingNode() && !ours.equals(each.getValue())) {
                    theirs = renamed(theirs, kind.getKey(), each.getKey(), free(one, kind.getKey(), each.getKey()));
                }
            }
        }
        var ids = ids(one);
        OpenApi.forEachOperation(theirs, (_, operation) -> {
            var id = operation.path("operationId").asString("");
            if (ids.has(id)) {
                operation.put("operationId", id + 2);
            }
        });
        mergePaths(one, theirs);
        for (var kind : theirs.path("components").properties()) {
            kind.getValue()
                    .properties()
                    .forEach(each -> one.withObject("components")
                            .withObject("/" + kind.getKey())
                            .putIfAbsent(each.getKey(), each.getValue()));
            sort(one.withObject("components"), kind.getKey());
        }
        return one;
    }

    private static void mergePaths(ObjectNode one, ObjectNode other) {
        for (var path : other.path("paths").properties()) {
            if (one.path("paths").get(path.getKey()) instanceof ObjectNode known) {
                path.getValue().properties().forEach(each -> known.putIfAbsent(each.getKey(), each.getValue()));
            } else {
                ((ObjectNode) one.get("paths")).set(path.getKey(), path.getValue());
            }
        }
        sort(one, "paths");
    }

    private static ObjectNode ids(ObjectNode tree) {
        var ids = JsonNodeFactory.instance.objectNode();
        OpenApi.forEachOperation(
                tree, (_, operation) -> ids.put(operation.path("operationId").asString(""), true));
        return ids;
    }

    private static String free(ObjectNode tree, String kind, String name) {
        int count = 2;
        while (tree.path("components").path(kind).has(name + count)) {
            count++;
        }
        return name + count;
    }

    private static ObjectNode renamed(ObjectNode tree, String kind, String from, String to) {
        var copy = tree.deepCopy();
        var components = (ObjectNode) copy.path("components").path(kind);
        components.set(to, components.remove(from));
        redirect(copy, COMPONENTS + kind + "/" + from, COMPONENTS + kind + "/" + to);
        return copy;
    }

    private static void redirect(JsonNode node, String from, String to) {
        if (node instanceof ObjectNode object
                && object.path("$ref").asString("").equals(from)) {
            object.put("$ref", to);
        }
        if (node instanceof ObjectNode object && object.get("mapping") instanceof ObjectNode mapping) {
            mapping.properties().forEach(each -> {
                if (each.getValue().asString("").equals(from)) {
                    mapping.put(each.getKey(), to);
                }
            });
        }
        node.forEach(each -> redirect(each, from, to));
    }

    private static void sort(ObjectNode tree, String member) {
        var sorted = new TreeMap<String, JsonNode>();
        tree.path(member).properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
        var again = tree.putObject(member);
        sorted.forEach(again::set);
    }
}
