package dev.margay.openapi;

import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.openapi.Schemas.Way;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Routes as the paths and operations of a document. One thread at a time.
final class Paths {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}.]+)(\\.\\.\\.)?}");
    private static final Set<String> METHODS =
            Set.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE");

    private final Schemas schemas;
    private final Set<String> schemes = new TreeSet<>();
    private final OperationIds ids = new OperationIds();

    Paths(Schemas schemas) {
        this.schemas = schemas;
    }

    /// The names of the schemes that operations need; complete after [#of].
    Set<String> schemes() {
        return schemes;
    }

    ObjectNode of(Collection<Route> routes) {
        var paths = NODES.objectNode();
        for (var route : routes) {
            var path = VARIABLE.matcher(path(route)).replaceAll("{$1}");
            var item = paths.path(path) instanceof ObjectNode known ? known : paths.putObject(path);
            var method = METHODS.contains(route.method())
                    ? route.method().toLowerCase(Locale.ROOT)
                    : "x-" + route.method().toLowerCase(Locale.ROOT);
            if (item.get(method) instanceof ObjectNode known) {
                addServer(known, host(route));
            } else {
                item.set(method, operation(route));
            }
        }
        return paths;
    }

    static String path(Route route) {
        return route.template().substring(route.template().indexOf('/'));
    }

    private static String host(Route route) {
        return route.template().substring(0, route.template().indexOf('/'));
    }

    private ObjectNode operation(Route route) {
        var about = route.about();
        var operation = NODES.objectNode();
        tag(path(route), operation);
        operation.put("operationId", ids.of(route.method(), route.template()));
        describe(about.text(), operation);
        parameters(route, operation);
        body(route, operation);
        operation.set("responses", new Responses(schemas).of(route));
        security(about, operation);
        addServer(operation, host(route));
        return operation;
    }

    /// The first word of the path that is no version, to show together what belongs together.
    private static void tag(String path, ObjectNode operation) {
        Arrays.stream(path.split("/", -1))
                .filter(segment -> segment.matches("\\.?[A-Za-z].*") && !segment.matches("v[0-9]+"))
                .findFirst()
                .ifPresent(segment -> operation.putArray("tags").add(segment.replaceFirst("^\\.", "")));
    }

    /// The first sentence as title; the text as a whole below, if there is more of it.
    private static void describe(String text, ObjectNode operation) {
        if (text.isEmpty()) {
            return;
        }
        int end = Sentences.first(text);
        operation.put("summary", text.substring(0, end).strip().replaceFirst("\\.$", ""));
        if (end < text.length()) {
            operation.put("description", text.substring(end).strip());
        }
    }

    private void parameters(Route route, ObjectNode operation) {
        var parameters = NODES.arrayNode();
        var variables = VARIABLE.matcher(path(route));
        while (variables.find()) {
            var parameter =
                    parameters.addObject().put("name", variables.group(1)).put("in", "path");
            if (variables.group(2) != null) {
                parameter
                        .put("description", "The rest of the path, with its slashes.")
                        .put("x-rest", true);
            }
            parameter.put("required", true).putObject("schema").put("type", "string");
        }
        for (var each : route.about().parameters()) {
            add(each, parameters);
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private void add(About.Parameter said, ArrayNode parameters) {
        var parameter = parameters.addObject().put("name", said.name());
        parameter.put("in", said.place().name().toLowerCase(Locale.ROOT));
        if (!said.meaning().isEmpty()) {
            parameter.put("description", said.meaning());
        }
        if (said.required()) {
            parameter.put("required", true);
        }
        parameter.set("schema", schemas.of(said.type(), Way.READ));
    }

    private void body(Route route, ObjectNode operation) {
        var input = route.about().input();
        if (input == null) {
            return;
        }
        var body = operation.putObject("requestBody").put("required", true);
        var schema = schemas.of(input, Way.READ);
        for (var type : mediaTypes(input)) {
            body.withObject("content").putObject(type).set("schema", schema);
        }
    }

    /// What a body of this type travels as.
    static List<String> mediaTypes(Type type) {
        return switch (type) {
            case About.Patch _ -> List.of("application/merge-patch+json", "application/json");
            case Class<?> bytes when bytes == byte[].class -> List.of("application/octet-stream");
            case Class<?> text when CharSequence.class.isAssignableFrom(text) -> List.of("text/plain");
            default -> List.of("application/json");
        };
    }

    private void security(About about, ObjectNode operation) {
        if (about.schemes().isEmpty()) {
            return;
        }
        var any = operation.putArray("security");
        for (var scheme : new ArrayList<>(about.schemes())) {
            any.addObject().putArray(scheme);
            schemes.add(scheme);
        }
    }

    /// The host that the route is for, if it is not for all.
    private static void addServer(ObjectNode operation, String host) {
        if (host.isEmpty()) {
            return;
        }
        var server = operation.withArray("servers").addObject();
        if (host.startsWith("*")) {
            server.put("url", "http://{name}" + host.substring(1));
            server.putObject("variables").putObject("name").put("default", "www");
        } else {
            server.put("url", "http://" + host);
        }
    }
}
