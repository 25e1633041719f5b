package dev.margay.openapi.client;

import dev.margay.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The operations of a document, as a client calls them.
final class Calls {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head", "patch");

    /// Of both languages.
    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "any",
            "as",
            "assert",
            "async",
            "await",
            "boolean",
            "body",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "delete",
            "do",
            "double",
            "else",
            "enum",
            "export",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "function",
            "goto",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "int",
            "interface",
            "let",
            "long",
            "native",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "true",
            "try",
            "typeof",
            "var",
            "void",
            "volatile",
            "while",
            "with",
            "yield",
            "clone",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait",
            "base",
            "options");

    private Calls() {}

    /// One operation.
    ///
    /// @param path with its variables in braces
    /// @param arguments required ones first
    /// @param body null if it takes none
    /// @param result the schema of a success's JSON; null if it has none
    record Call(
            String id,
            String method,
            String path,
            String summary,
            List<Argument> arguments,
            @Nullable Payload body,
            @Nullable JsonNode result) {

        List<Argument> in(String place) {
            return arguments.stream().filter(each -> each.place().equals(place)).toList();
        }
    }

    /// @param place `path`, `query` or `header`
    /// @param rest whether its slashes are the path's
    record Argument(String place, String name, boolean required, boolean rest, JsonNode schema) {}

    record Payload(String mediaType, JsonNode schema) {}

    /// The path of a call as an expression of both languages.
    ///
    /// @param encode the function that encodes one segment
    static String path(Call call, String encode) {
        var path = Json.text(call.path());
        for (var each : call.in("path")) {
            var function = each.rest() ? "segments(" : encode + "(";
            path = path.replace("{" + each.name() + "}", "\" + " + function + identifier(each.name()) + ") + \"");
        }
        return path.replaceAll(" \\+ \"\"$", "");
    }

    static List<Call> of(ObjectNode document) {
        var calls = new ArrayList<Call>();
        for (var path : document.path("paths").properties()) {
            for (var each : path.getValue().properties()) {
                if (METHODS.contains(each.getKey()) && each.getValue() instanceof ObjectNode operation) {
                    calls.add(call(path.getKey(), each.getKey(), operation, document));
                }
            }
        }
        return calls;
    }

    private static Call call(String path, String method, ObjectNode operation, ObjectNode document) {
        return new Call(
                operation.path("operationId").asString(""),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").asString(""),
                arguments(operation, document),
                payload(operation.path("requestBody")),
                result(operation.path("responses"), document));
    }

    private static List<Argument> arguments(ObjectNode operation, ObjectNode document) {
        var required = new ArrayList<Argument>();
        var optional = new ArrayList<Argument>();
        for (var each : operation.path("parameters")) {
            var parameter = resolved(each, document);
            var argument = new Argument(
                    parameter.path("in").asString(""),
                    parameter.path("name").asString(""),
                    parameter.path("required").asBoolean(false),
                    parameter.path("x-rest").asBoolean(false),
                    parameter.path("schema"));
            (argument.required ? required : optional).add(argument);
        }
        required.addAll(optional);
        return required;
    }

    private static @Nullable Payload payload(JsonNode body) {
        for (var content : body.path("content").properties()) {
            return new Payload(content.getKey(), content.getValue().path("schema"));
        }
        return null;
    }

    private static @Nullable JsonNode result(JsonNode responses, ObjectNode document) {
        for (var response : responses.properties()) {
            var schema = resolved(response.getValue(), document)
                    .path("content")
                    .path("application/json")
                    .get("schema");
            if (response.getKey().startsWith("2") && schema != null) {
                return schema;
            }
        }
        return null;
    }

    static JsonNode resolved(JsonNode node, ObjectNode document) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /// `next_cursor` as `nextCursor`; what is no identifier gets an underscore.
    static String identifier(String name) {
        var words = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 128 && Character.isLetterOrDigit(c)) {
                words.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            } else {
                upper = !words.isEmpty();
            }
        }
        if (words.isEmpty() || Character.isDigit(words.charAt(0))) {
            words.insert(0, '_');
        }
        words.setCharAt(0, Character.toLowerCase(words.charAt(0)));
        var identifier = words.toString();
        return RESERVED.contains(identifier) ? identifier + "_" : identifier;
    }
}
