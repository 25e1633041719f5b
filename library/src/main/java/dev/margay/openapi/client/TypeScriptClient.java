package dev.margay.openapi.client;

import dev.margay.json.Json;
import dev.margay.openapi.OpenApi;
import dev.margay.openapi.client.Calls.Argument;
import dev.margay.openapi.client.Calls.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A client in TypeScript: a type for each schema, a class with a method for each operation, by `fetch` alone.
public final class TypeScriptClient {

    private static final String RUNTIME = """
            /** An answer with its status and headers, such as `etag`. */
            export interface Answer<T> {
              status: number;
              headers: Headers;
              body: T;
            }

            /** An answer from 400 on; `problem` is its body, if it has the form of one. */
            export class ApiError extends Error {
              readonly status: number;
              readonly headers: Headers;
              readonly problem: Problem | undefined;

              constructor(status: number, headers: Headers, problem: Problem | undefined) {
                super(problem?.error?.message ?? `status ${status}`);
                this.name = "ApiError";
                this.status = status;
                this.headers = headers;
                this.problem = problem;
              }
            }

            export interface Options {
              /** Sent as `Authorization: Bearer`. */
              token?: string;
              /** In place of the global one. */
              fetch?: typeof fetch;
              /** Of every request, besides those of the operation. */
              headers?: Record<string, string>;
            }

            type Value = string | number | boolean | null | undefined;

            function segments(value: Value): string {
              return String(value).split("/").map(encodeURIComponent).join("/");
            }

            function parsed(text: string): unknown {
              try {
                return JSON.parse(text);
              } catch {
                return undefined;
              }
            }

            """;

    private static final String CALL = """

              private async call<T>(method: string, path: string, query: Record<string, Value>,
                  headers: Record<string, Value>, content?: { type: string; value: unknown }): Promise<Answer<T>> {
                const sent = new Headers(this.options.headers);
                for (const [name, value] of Object.entries(headers)) {
                  if (value !== undefined && value !== null) sent.set(name, String(value));
                }
                if (this.options.token !== undefined) sent.set("Authorization", `Bearer ${this.options.token}`);
                const parameters = new URLSearchParams();
                for (const [name, value] of Object.entries(query)) {
                  if (value !== undefined && value !== null) parameters.set(name, String(value));
                }
                let body: string | undefined;
                if (content !== undefined) {
                  sent.set("Content-Type", content.type);
                  body = typeof content.value === "string" && !content.type.includes("json")
                    ? content.value : JSON.stringify(content.value);
                }
                const search = parameters.toString();
                const send = this.options.fetch ?? fetch;
                const answer = await send(this.base + path + (search === "" ? "" : "?" + search),
                  body === undefined ? { method, headers: sent } : { method, headers: sent, body });
                const text = await answer.text();
                const json = (answer.headers.get("Content-Type") ?? "").includes("json");
                if (answer.status >= 400) {
                  throw new ApiError(answer.status, answer.headers, json ? parsed(text) as Problem : undefined);
                }
                const value = text === "" ? undefined : json ? parsed(text) : text;
                return { status: answer.status, headers: answer.headers, body: value as T };
              }
            }
            """;

    private final ObjectNode document;
    private final StringBuilder text = new StringBuilder();

    private TypeScriptClient(OpenApi document) {
        this.document = document.tree();
    }

    /// One file, whose class is called `Client`.
    public static String of(OpenApi document) {
        return new TypeScriptClient(document).write();
    }

    private String write() {
        text.append("// Generated from an OpenAPI document: change that and generate anew.\n\n");
        for (var schema : document.path("components").path("schemas").properties()) {
            doc(schema.getValue(), "");
            text.append("export type ").append(name(schema.getKey())).append(" = ");
            text.append(type(schema.getValue(), "")).append(";\n\n");
        }
        text.append(RUNTIME);
        text.append(
                "export class Client {\n  private readonly base: string;\n  private readonly options: Options;\n\n");
        text.append("  constructor(base: string, options: Options = {}) {\n");
        text.append("    this.base = base.replace(/\\/$/, \"\");\n    this.options = options;\n  }\n");
        Calls.of(document).forEach(this::method);
        return text.append(CALL).toString();
    }

    private void method(Call call) {
        var result = call.result() == null ? "void" : type(call.result(), "  ");
        text.append('\n');
        if (!call.summary().isEmpty()) {
            text.append("  /** ").append(comment(call.summary())).append(" */\n");
        }
        text.append("  ").append(call.id()).append('(').append(parameters(call)).append("): Promise<Answer<");
        text.append(result)
                .append(">> {\n    return this.call(\"")
                .append(call.method())
                .append("\", ");
        text.append(Calls.path(call, "encodeURIComponent")).append(", ");
        text.append(values(call, "query")).append(", ").append(values(call, "header"));
        if (call.body() != null) {
            text.append(", { type: ").append(Json.text(call.body().mediaType())).append(", value: body }");
        }
        text.append(");\n  }\n");
    }

    /// Path variables, the body, and one object with all that is optional or named.
    private String parameters(Call call) {
        var parameters = new ArrayList<String>();
        for (var each : call.in("path")) {
            parameters.add(Calls.identifier(each.name()) + ": " + type(each.schema(), "  "));
        }
        if (call.body() != null) {
            parameters.add("body: " + type(call.body().schema(), "  "));
        }
        var named = call.arguments().stream()
                .filter(each -> !each.place().equals("path"))
                .toList();
        if (!named.isEmpty()) {
            var members = named.stream()
                    .map(each -> Json.text(each.name()) + (each.required() ? ": " : "?: ") + type(each.schema(), "  "))
                    .collect(Collectors.joining("; "));
            boolean optional = named.stream().noneMatch(Argument::required);
            parameters.add("options: { " + members + " }" + (optional ? " = {}" : ""));
        }
        return String.join(", ", parameters);
    }

    private static String values(Call call, String place) {
        return call.in(place).stream()
                .map(each -> Json.text(each.name()) + ": options[" + Json.text(each.name()) + "]")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String type(JsonNode schema, String indent) {
        if (schema.has("$ref")) {
            var reference = schema.get("$ref").asString();
            return name(reference.substring(reference.lastIndexOf('/') + 1));
        }
        for (var keyword : List.of("anyOf", "oneOf")) {
            if (schema.has(keyword)) {
                return schema.get(keyword)
                        .valueStream()
                        .map(each -> type(each, indent))
                        .distinct()
                        .collect(Collectors.joining(" | "));
            }
        }
        if (schema.has("const")) {
            return schema.get("const").toString();
        }
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().map(JsonNode::toString).collect(Collectors.joining(" | "));
        }
        var type = schema.path("type");
        if (type.isArray()) {
            return type.valueStream()
                    .map(each -> ofType(each.asString(), schema, indent))
                    .collect(Collectors.joining(" | "));
        }
        return ofType(type.asString(""), schema, indent);
    }

    private String ofType(String type, JsonNode schema, String indent) {
        return switch (type) {
            case "string" -> "string";
            case "integer", "number" -> "number";
            case "boolean" -> "boolean";
            case "null" -> "null";
            case "array" -> "Array<" + type(schema.path("items"), indent) + ">";
            case "object" -> object(schema, indent);
            default -> "unknown";
        };
    }

    private String object(JsonNode schema, String indent) {
        if (!schema.has("properties")) {
            return "Record<string, " + type(schema.path("additionalProperties"), indent) + ">";
        }
        var required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        var members = new StringBuilder("{\n");
        for (var member : schema.path("properties").properties()) {
            var said = member.getValue().path("description").asString("");
            if (!said.isEmpty()) {
                members.append(indent).append("  /** ").append(comment(said)).append(" */\n");
            }
            members.append(indent).append("  ").append(Json.text(member.getKey()));
            members.append(required.contains(member.getKey()) ? ": " : "?: ");
            members.append(type(member.getValue(), indent + "  ")).append(";\n");
        }
        return members.append(indent).append('}').toString();
    }

    private void doc(JsonNode schema, String indent) {
        var said = schema.path("description").asString("");
        if (!said.isEmpty()) {
            text.append(indent).append("/** ").append(comment(said)).append(" */\n");
        }
    }

    private static String comment(String said) {
        return said.replace("*/", "* /").replaceAll("\\s+", " ").strip();
    }

    private static String name(String schema) {
        return schema.replaceAll("[^A-Za-z0-9_]", "_");
    }
}
