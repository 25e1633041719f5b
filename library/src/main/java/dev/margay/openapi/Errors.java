package dev.margay.openapi;

import dev.margay.http.Problems;
import dev.margay.http.Route.About.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The one error body, and the errors that need no word of a route since any request may meet them.
final class Errors {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String BODY = "Problem";
    private static final String STANDARD_BODY = "ProblemDetails";
    private static final String INNER = "InnerError";

    private static final List<Refusal> EVERY = List.of(
            new Refusal(400, "BadRequest", "The path or the query is malformed."),
            new Refusal(400, "MalformedRequest", "The request is no valid HTTP."),
            new Refusal(408, "RequestTimeout", "The request did not arrive in time."),
            new Refusal(414, "UriTooLong", "The request line is too long."),
            new Refusal(417, "ExpectationFailed", "`Expect` names something other than `100-continue`."),
            new Refusal(431, "HeadersTooLarge", "The headers are too many or too large."),
            new Refusal(500, "InternalError", "The server failed to answer this request."),
            new Refusal(503, "Unavailable", "The server cannot do this now; nothing was changed."),
            new Refusal(504, "DeadlineExceeded", "The time for this request was over before it was answered."));

    private static final List<Refusal> BODIES = List.of(
            new Refusal(400, "MalformedJson", "The body is not the JSON that is expected."),
            new Refusal(400, "Invalid", "The body has values that are not allowed: each of them is in `details`."),
            new Refusal(400, "MalformedContent", "The body is not what its `Content-Encoding` says."),
            new Refusal(406, "NotAcceptable", "`Accept` names no type that is answered."),
            new Refusal(413, "ContentTooLarge", "The body is too large."),
            new Refusal(415, "UnsupportedMediaType", "`Content-Type` is not read here: `Accept` names what is."),
            new Refusal(415, "UnsupportedCoding", "`Content-Encoding` is not known: `Accept-Encoding` lists what is."));

    private Errors() {}

    /// What any request may be refused with.
    static List<Refusal> ofEvery() {
        return EVERY;
    }

    /// What a request with a body may be refused with, besides.
    static List<Refusal> ofBodies() {
        return BODIES;
    }

    /// Whether these are all that any request may be refused with by this status, and no more.
    static boolean isCommon(List<Refusal> refusals) {
        return common(refusals.getFirst().status()).equals(refusals);
    }

    private static List<Refusal> common(int status) {
        return Stream.concat(EVERY.stream(), BODIES.stream().filter(each -> each.status() > 400))
                .filter(each -> each.status() == status)
                .toList();
    }

    /// All refusals of a status.
    ///
    /// @param common whether it is one that the components have
    static ObjectNode response(int status, List<Refusal> refusals, boolean common) {
        if (common) {
            return NODES.objectNode()
                    .put("$ref", "#/components/responses/" + refusals.getFirst().code());
        }
        var response = NODES.objectNode();
        var text = new StringBuilder();
        for (var refusal : refusals) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append("- `")
                    .append(refusal.code())
                    .append("`: ")
                    .append(refusal.meaning());
        }
        response.put("description", text.toString());
        var codes = response.putArray("x-error-codes");
        refusals.forEach(refusal -> codes.add(refusal.code()));
        if (status == 401) {
            response.withObject("headers").set("WWW-Authenticate", header("WWW-Authenticate"));
        }
        if (status == 503 || status == 429) {
            response.withObject("headers").set("Retry-After", header("Retry-After"));
        }
        var content = response.putObject("content");
        content.putObject("application/json").set("schema", Schemas.reference(BODY));
        content.putObject(Problems.PROBLEM_JSON).set("schema", Schemas.reference(STANDARD_BODY));
        return response;
    }

    /// Lets an operation of a document be refused so, too.
    static void add(List<Refusal> refusals, ObjectNode operation, ObjectNode document) {
        var responses = operation.withObject("responses");
        for (var refusal : refusals) {
            var status = Integer.toString(refusal.status());
            var more = response(refusal.status(), List.of(refusal), /* common */ false);
            if (!responses.has(status)) {
                responses.set(status, more);
                continue;
            }
            var both =
                    (ObjectNode) Shape.resolved(responses.get(status), document).deepCopy();
            both.put(
                    "description",
                    both.path("description").asString("") + "\n"
                            + more.path("description").asString(""));
            both.withArray("x-error-codes").add(refusal.code());
            responses.set(status, both);
        }
    }

    /// What a header of an answer holds.
    static ObjectNode header(String name) {
        var header = NODES.objectNode();
        var schema = header.putObject("schema");
        switch (name) {
            case "Location" -> schema.put("type", "string").put("format", "uri-reference");
            case "Retry-After" -> schema.put("type", "integer").put("minimum", 0);
            default -> schema.put("type", "string");
        }
        return header;
    }

    /// The schemas of the bodies, by name.
    static Map<String, ObjectNode> bodies() {
        return Map.of(BODY, wrapped(body()), STANDARD_BODY, standard(), INNER, inner());
    }

    /// The answers that an operation can refer to, by the code of their error.
    static ObjectNode common() {
        var sorted = new TreeMap<String, ObjectNode>();
        for (int status : List.of(400, 406, 408, 413, 414, 415, 417, 431, 500, 503, 504)) {
            var refusals = common(status);
            sorted.put(refusals.getFirst().code(), response(status, refusals, /* common */ false));
        }
        var responses = NODES.objectNode();
        sorted.forEach(responses::set);
        return responses;
    }

    private static ObjectNode wrapped(ObjectNode error) {
        var schema = NODES.objectNode()
                .put("type", "object")
                .put("description", "What went wrong: the body of every answer from 400 on.");
        schema.putArray("required").add("error");
        schema.putObject("properties").set("error", error);
        return schema;
    }

    private static ObjectNode body() {
        var error = NODES.objectNode().put("type", "object");
        var required = error.putArray("required");
        List.of("code", "message", "retryable", "request_id").forEach(required::add);
        var members = error.putObject("properties");
        text(members, "code", "Stable name of the kind of error, for programs.");
        text(members, "message", "One sentence for people.");
        text(members, "target", "The field, parameter or thing that is wrong.");
        var detail = NODES.objectNode().put("type", "object");
        detail.putArray("required").add("code").add("message").add("target");
        var parts = detail.putObject("properties");
        List.of("code", "message", "target").forEach(name -> text(parts, name, ""));
        members.putObject("details")
                .put("type", "array")
                .put("description", "Each single violation.")
                .set("items", detail);
        members.set("innererror", Schemas.reference(INNER));
        members.putObject("retryable")
                .put("type", "boolean")
                .put("description", "Whether the same request may succeed later.");
        text(members, "request_id", "The `X-Request-ID` of the request, to be found in logs.");
        return error;
    }

    private static void text(ObjectNode members, String name, String meaning) {
        var member = members.putObject(name).put("type", "string");
        if (!meaning.isEmpty()) {
            member.put("description", meaning);
        }
    }

    private static ObjectNode standard() {
        var schema =
                wrapped(body()).put("description", "The same for who accepts `application/problem+json` (RFC 9457).");
        var members = (ObjectNode) schema.get("properties");
        text(members, "type", "");
        text(members, "title", "");
        members.putObject("status").put("type", "integer");
        text(members, "detail", "");
        return schema;
    }

    private static ObjectNode inner() {
        var schema = NODES.objectNode().put("type", "object").put("description", "A more specific error.");
        schema.putArray("required").add("code");
        text(schema.putObject("properties"), "code", "");
        ((ObjectNode) schema.get("properties")).set("innererror", Schemas.reference(INNER));
        return schema;
    }
}
