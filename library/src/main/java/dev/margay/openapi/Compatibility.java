package dev.margay.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whether clients of a published document can go on when the service becomes what another one says.
///
/// It breaks them to take away a path, method, answer or field of an answer; to give a path, field or parameter
/// another name or type; to ask for what was optional or did not exist, or to accept less; to answer with another
/// status, or values that were not possible; to ask who calls where nobody did. Anything more is fine: a new path
/// or method, a new optional parameter or field, a new field of an answer, another error, other words.
public final class Compatibility {

    private final ObjectNode before;
    private final ObjectNode after;
    private final List<Change> changes = new ArrayList<>();

    private Compatibility(OpenApi published, OpenApi current) {
        this.before = published.tree();
        this.after = current.tree();
    }

    /// What would break a client, in the order of the published document; empty if nothing does.
    public static List<Change> between(OpenApi published, OpenApi current) {
        var compatibility = new Compatibility(published, current);
        var operations = current.operations();
        published.operations().forEach((name, operation) -> {
            var now = operations.get(name);
            if (now == null) {
                compatibility.changes.add(new Change(name, removal(name, current)));
            } else {
                compatibility.compare(name, operation, now);
            }
        });
        return List.copyOf(compatibility.changes);
    }

    private static String removal(String name, OpenApi current) {
        var path = name.substring(name.indexOf(' ') + 1);
        boolean pathIsThere = current.tree().path("paths").has(path);
        return pathIsThere ? "the method is gone" : "the path is gone";
    }

    private void compare(String name, ObjectNode published, ObjectNode current) {
        compareParameters(name, published, current);
        compareBodies(name, published, current);
        compareResponses(name, published, current);
        compareSecurity(name, published, current);
    }

    private void compareParameters(String name, ObjectNode published, ObjectNode current) {
        var known = parameters(published, before);
        var now = parameters(current, after);
        known.forEach((called, parameter) -> {
            var same = now.get(called);
            if (same == null) {
                add(name, called, "the parameter is gone");
                return;
            }
            if (isRequired(same) && !isRequired(parameter)) {
                add(name, called, "is required now");
            }
            accepted(name + ", " + called).compare(parameter.path("schema"), same.path("schema"));
        });
        now.forEach((called, parameter) -> {
            if (!known.containsKey(called) && isRequired(parameter)) {
                add(name, called, "is new and required");
            }
        });
    }

    /// By place and name; names of headers do not depend on case.
    private static Map<String, JsonNode> parameters(ObjectNode operation, ObjectNode document) {
        var parameters = new LinkedHashMap<String, JsonNode>();
        for (var each : operation.path("parameters")) {
            var parameter = Shape.resolved(each, document);
            var place = parameter.path("in").asString("");
            var name = parameter.path("name").asString("");
            boolean header = place.equals("header");
            parameters.put(place + " " + (header ? name.toLowerCase(Locale.ROOT) : name), parameter);
        }
        return parameters;
    }

    private static boolean isRequired(JsonNode parameter) {
        return parameter.path("required").asBoolean(false);
    }

    private void compareBodies(String name, ObjectNode published, ObjectNode current) {
        var known = Shape.resolved(published.path("requestBody"), before);
        var now = Shape.resolved(current.path("requestBody"), after);
        if (isRequired(now) && !isRequired(known)) {
            add(name, "body", "is required now");
        }
        for (var content : known.path("content").properties()) {
            var same = now.path("content").get(content.getKey());
            if (same == null) {
                add(name, "body", "is not accepted as %s any more".formatted(content.getKey()));
            } else {
                accepted(name + ", body").compare(content.getValue().path("schema"), same.path("schema"));
            }
        }
    }

    private void compareResponses(String name, ObjectNode published, ObjectNode current) {
        for (var response : published.path("responses").properties()) {
            var status = response.getKey();
            var known = Shape.resolved(response.getValue(), before);
            var same = current.path("responses").get(status);
            if (same == null) {
                if (isSuccess(status)) {
                    add(name, status, "is not answered any more");
                }
                continue;
            }
            compareAnswers(name + ", " + status, known, Shape.resolved(same, after));
        }
        for (var status : current.path("responses").propertyNames()) {
            if (isSuccess(status) && !published.path("responses").has(status)) {
                add(name, status, "is a new status of success");
            }
        }
    }

    private void compareAnswers(String where, JsonNode known, JsonNode now) {
        for (var header : known.path("headers").propertyNames()) {
            if (!now.path("headers").has(header)) {
                add(where, header, "the header is gone");
            }
        }
        for (var content : known.path("content").properties()) {
            var same = now.path("content").get(content.getKey());
            if (same == null) {
                changes.add(new Change(where, "is not answered as %s any more".formatted(content.getKey())));
            } else {
                answered(where).compare(content.getValue().path("schema"), same.path("schema"));
            }
        }
    }

    private static boolean isSuccess(String status) {
        return status.compareTo("4") < 0;
    }

    private void compareSecurity(String name, ObjectNode published, ObjectNode current) {
        var known = published.path("security");
        var now = current.path("security");
        if (known.isEmpty() && !now.isEmpty()) {
            changes.add(new Change(name, "the caller has to say who it is now"));
            return;
        }
        for (var scheme : known) {
            boolean still = now.isEmpty() || now.valueStream().anyMatch(scheme::equals);
            if (!still) {
                changes.add(new Change(
                        name, "%s is not enough any more".formatted(String.join(" and ", scheme.propertyNames()))));
            }
        }
    }

    private Shape accepted(String where) {
        return shape(Shape.Side.ACCEPTED, where);
    }

    private Shape answered(String where) {
        return shape(Shape.Side.ANSWERED, where);
    }

    private Shape shape(Shape.Side side, String where) {
        return new Shape(new Shape.Comparison(before, after, side, changes, new HashSet<>()), where);
    }

    private void add(String operation, String place, String what) {
        changes.add(new Change(operation + ", " + place, what));
    }
}
