package dev.margay.openapi.client;

import dev.margay.json.Json;
import dev.margay.openapi.OpenApi;
import dev.margay.openapi.client.Calls.Argument;
import dev.margay.openapi.client.Calls.Call;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// A client in Java: a record for each schema, a class with a method for each operation, on any `Handler`.
///
/// What it is called with is an `HttpClient` of `dev.margay.engine`, or what a test has in its place; deadlines and
/// retries are middleware around that.
public final class JavaClient {

    private static final String IMPORTS = """
            import com.fasterxml.jackson.annotation.JsonInclude;
            import com.fasterxml.jackson.annotation.JsonProperty;
            import dev.margay.http.Body;
            import dev.margay.http.Handler;
            import dev.margay.http.Headers;
            import dev.margay.http.Request;
            import dev.margay.http.Response;
            import dev.margay.json.Json;
            import dev.margay.json.JsonException;
            import java.net.URI;
            import java.net.URLEncoder;
            import java.nio.charset.StandardCharsets;
            import java.util.LinkedHashMap;
            import java.util.Map;

            """;

    private static final String HEAD = """
                private final Handler transport;
                private final String base;
                private final String token;

                private NAME(Handler transport, String base, String token) {
                    this.transport = transport;
                    this.base = base;
                    this.token = token;
                }

                /// @param base where the service is: `http://127.0.0.1:8080`; empty for one in this process
                public static NAME of(Handler transport, URI base) {
                    return new NAME(transport, base.toString().replaceAll("/$", ""), "");
                }

                /// This client, for who has the token.
                public NAME bearer(String token) {
                    return new NAME(transport, base, token);
                }
            """;

    private static final String RUNTIME = """

                private Response send(String method, String path, Map<String, Object> query, Map<String, Object> headers,
                        String mediaType, Object body) throws Exception {
                    var target = new StringBuilder(base).append(path);
                    char before = '?';
                    for (var each : query.entrySet()) {
                        if (each.getValue() != null) {
                            target.append(before).append(encoded(each.getKey())).append('=').append(encoded(each.getValue()));
                            before = '&';
                        }
                    }
                    var request = Request.of(method, target.toString()).with("Accept", "application/json");
                    if (!token.isEmpty()) {
                        request = request.with("Authorization", "Bearer " + token);
                    }
                    for (var each : headers.entrySet()) {
                        if (each.getValue() != null) {
                            request = request.with(each.getKey(), each.getValue().toString());
                        }
                    }
                    if (body != null) {
                        request = request.with("Content-Type", mediaType).with(Body.of(content(body)));
                    }
                    var response = transport.handle(request);
                    if (response.status() >= 400) {
                        throw refused(response);
                    }
                    return response;
                }

                private static byte[] content(Object body) {
                    return switch (body) {
                        case byte[] bytes -> bytes;
                        case CharSequence text -> text.toString().getBytes(StandardCharsets.UTF_8);
                        default -> Json.write(body);
                    };
                }

                private static ApiException refused(Response response) throws Exception {
                    byte[] body = response.body().bytes();
                    try {
                        return new ApiException(response.status(), response.headers(), Json.read(body, Problem.class));
                    } catch (JsonException e) {
                        return new ApiException(response.status(), response.headers(), null);
                    }
                }

                private static <T> Answer<T> read(Response response, Class<T> type) throws Exception {
                    byte[] body = response.body().bytes();
                    T value = body.length == 0 || type == Void.class ? null : Json.read(body, type);
                    return new Answer<>(response.status(), response.headers(), value);
                }

                private static String encoded(Object value) {
                    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
                }

                private static String segments(Object value) {
                    return encoded(value).replace("%2F", "/");
                }

                private static Map<String, Object> values(Object... namesAndValues) {
                    var values = new LinkedHashMap<String, Object>();
                    for (int i = 0; i < namesAndValues.length; i += 2) {
                        values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
                    }
                    return values;
                }

                /// An answer with its status and headers; the body is null if there is none.
                public record Answer<T>(int status, Headers headers, T body) {}

                /// An answer from 400 on.
                public static final class ApiException extends RuntimeException {

                    private static final long serialVersionUID = 1L;

                    private final int status;
                    private final transient Headers headers;
                    private final transient Problem problem;

                    ApiException(int status, Headers headers, Problem problem) {
                        super(problem == null ? "status " + status : problem.error().code() + ": " + problem.error().message());
                        this.status = status;
                        this.headers = headers;
                        this.problem = problem;
                    }

                    public int status() {
                        return status;
                    }

                    public Headers headers() {
                        return headers;
                    }

                    /// The body; null if it has another form.
                    public Problem problem() {
                        return problem;
                    }
                }
            """;

    private final ObjectNode document;
    private final JavaTypes types;
    private final String name;
    private final StringBuilder text = new StringBuilder();

    private JavaClient(OpenApi document, String name) {
        this.document = document.tree();
        this.types = new JavaTypes(this.document);
        this.name = name;
    }

    /// One file.
    ///
    /// @param name of the class, with its package: `shop.StoreClient`
    public static String of(OpenApi document, String name) {
        if (!name.matches("([a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("class '%s' (expected: package.Name)".formatted(name));
        }
        return new JavaClient(document, name).write();
    }

    private String write() {
        int dot = name.lastIndexOf('.');
        var simple = name.substring(dot + 1);
        text.append("package ").append(name, 0, dot).append(";\n\n").append(IMPORTS);
        text.append("/// Generated from an OpenAPI document: change that and generate anew.\n");
        text.append("public final class ").append(simple).append(" {\n\n");
        text.append(HEAD.replace("NAME", simple));
        Calls.of(document).forEach(this::method);
        text.append(RUNTIME);
        types.declarations().forEach(declaration -> text.append('\n').append(declaration));
        return text.append("}\n").toString();
    }

    private void method(Call call) {
        var result =
                call.result() == null ? "Void" : types.of(call.result(), name(call) + "Result", /* needed */ false);
        text.append('\n');
        if (!call.summary().isEmpty()) {
            text.append("    /// ")
                    .append(call.summary().replaceAll("\\s+", " "))
                    .append('\n');
        }
        text.append("    public Answer<")
                .append(result)
                .append("> ")
                .append(call.id())
                .append('(');
        text.append(parameters(call)).append(") throws Exception {\n");
        text.append("        return read(send(")
                .append(Json.text(call.method()))
                .append(", ")
                .append(Calls.path(call, "encoded"));
        text.append(", ")
                .append(values(call, "query"))
                .append(", ")
                .append(values(call, "header"))
                .append(", ");
        text.append(call.body() == null ? "\"\", null" : Json.text(call.body().mediaType()) + ", body");
        text.append("), ").append(JavaTypes.raw(result)).append(".class);\n    }\n");
    }

    private static String name(Call call) {
        return call.id().substring(0, 1).toUpperCase(Locale.ROOT) + call.id().substring(1);
    }

    private String parameters(Call call) {
        var parameters = new ArrayList<String>();
        for (var each : call.in("path")) {
            parameters.add(parameter(call, each));
        }
        if (call.body() != null) {
            parameters.add(types.of(call.body().schema(), name(call) + "Body", /* needed */ true) + " body");
        }
        for (var each : call.arguments()) {
            if (!each.place().equals("path")) {
                parameters.add(parameter(call, each));
            }
        }
        return String.join(", ", parameters);
    }

    private String parameter(Call call, Argument argument) {
        var identifier = Calls.identifier(argument.name());
        return types.of(argument.schema(), name(call) + identifier, argument.required()) + " " + identifier;
    }

    private static String values(Call call, String place) {
        return call.in(place).stream()
                .map(each -> Json.text(each.name()) + ", " + Calls.identifier(each.name()))
                .collect(Collectors.joining(", ", "values(", ")"));
    }
}
