package dev.margay.test;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Holds answers to what a service's OpenAPI document says of them. Safe for many threads.
///
/// An answer that the document does not have, or whose headers, error code or body are not as it says, is an
/// [AssertionError]. Put it where a test's requests go out, and each test checks the document too.
public final class Described {

    /// What is answered where there is no operation.
    private static final Set<Integer> OF_NO_OPERATION = Set.of(301, 308, 400, 404, 405, 408, 414, 417, 431, 501, 503);

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private record Operation(String name, String method, Pattern path, JsonNode tree) {}

    private Described(JsonNode document) {
        this.document = document;
        for (var path : document.path("paths").properties()) {
            for (var each : path.getValue().properties()) {
                var method = each.getKey().toUpperCase(Locale.ROOT);
                var name = method + " " + path.getKey();
                operations.add(new Operation(name, method, pattern(path.getKey()), each.getValue()));
            }
        }
        operations.sort(Comparator.comparing(Operation::name, Comparator.comparing((String name) -> name.contains("{")))
                .thenComparing(Operation::name));
    }

    /// Holds them to this document.
    ///
    /// @param document JSON text, for example the answer of `/openapi.json`
    public static Described by(String document) {
        return new Described(Json.read(document, JsonNode.class));
    }

    private static Pattern pattern(String path) {
        var regex = new StringBuilder();
        for (var part : path.split("(?<=})|(?=\\{)", -1)) {
            regex.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }

    /// The operations, as `GET /v1/kittens/{id}`.
    public List<String> operations() {
        return operations.stream().map(Operation::name).toList();
    }

    /// Checks an answer with all of its text.
    public void check(HttpResponse<String> answer) {
        var fields = answer.headers().map().entrySet().stream()
                .flatMap(each -> each.getValue().stream().flatMap(value -> Stream.of(each.getKey(), value)));
        var headers = Headers.of(fields.toArray(String[]::new));
        var request = answer.request();
        check(
                Request.of(request.method(), request.uri().getRawPath()),
                new Response(answer.statusCode(), headers, Body.of(answer.body())));
    }

    /// Checks the answer to a request.
    public void check(Request request, Response response) {
        if (request.method().equals("OPTIONS")) {
            return;
        }
        boolean head = request.method().equals("HEAD");
        var operation = operation(head ? "GET" : request.method(), request.path());
        int status = response.status();
        if (operation.isEmpty()) {
            if (!OF_NO_OPERATION.contains(status)) {
                throw new AssertionError("%s answered %d, and is not described".formatted(request, status));
            }
            return;
        }
        var where = "%s -> %d".formatted(operation.get().name, status);
        var described = response(operation.get(), where, status);
        checkHeaders(where, described, response);
        var body = text(response);
        if (!head && !body.isEmpty() && !response.headers().has("Content-Encoding")) {
            checkBody(where, described, response.headers().first("Content-Type").orElse(""), body);
        }
    }

    private JsonNode response(Operation operation, String where, int status) {
        var responses = operation.tree.path("responses");
        var found = resolved(responses.path(Integer.toString(status)));
        if (found.isMissingNode() && status < 300) {
            found = responses.path("2XX");
        }
        if (found.isMissingNode()) {
            throw new AssertionError("%s is not described (described: %s)".formatted(where, responses.propertyNames()));
        }
        return found;
    }

    private static String text(Response response) {
        try {
            return response.body().text();
        } catch (IOException e) {
            throw new UncheckedIOException("the body cannot be read", e);
        }
    }

    private Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(each ->
                        each.method.equals(method) && each.path.matcher(path).matches())
                .findFirst();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    private static void checkHeaders(String where, JsonNode described, Response response) {
        for (var name : described.path("headers").propertyNames()) {
            if (response.status() < 400 && !response.headers().has(name)) {
                throw new AssertionError("%s has no %s, as is described".formatted(where, name));
            }
        }
    }

    private void checkBody(String where, JsonNode response, String type, String body) {
        var media = type.replaceFirst(";.*", "").strip();
        var content = response.path("content").get(media);
        if (content == null) {
            throw new AssertionError("%s as '%s' is not described (described: %s): %s"
                    .formatted(where, media, response.path("content").propertyNames(), body));
        }
        if (!media.contains("json")) {
            return;
        }
        var violations = schema(content.path("schema")).validate(body, InputFormat.JSON);
        if (!violations.isEmpty()) {
            throw new AssertionError("%s is not as described: %s: %s".formatted(where, violations, body));
        }
        var codes = response.path("x-error-codes")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        var code = Json.read(body, JsonNode.class).path("error").path("code").asString("");
        if (!codes.isEmpty() && !code.isEmpty() && !codes.contains(code)) {
            throw new AssertionError("%s with '%s' is not described (described: %s)".formatted(where, code, codes));
        }
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), _ -> {
            var whole = (ObjectNode) schema.deepCopy();
            whole.set("components", document.path("components"));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(whole.toString(), InputFormat.JSON);
        });
    }
}
