package dev.margay.openapi;

import dev.margay.http.Route;
import dev.margay.http.Route.About;
import dev.margay.json.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A document in OpenAPI 3.1: what can be asked of a service, and what it answers. Immutable.
///
/// The same routes give the same text, byte for byte: sorted where order has no meaning, so that it can be kept beside
/// the source and compared. What every route may answer is in it without a word of the route; a route with nothing to
/// say is there with its path, its variables and its errors.
public final class OpenApi {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final ObjectNode tree;

    private OpenApi(ObjectNode tree) {
        this.tree = tree;
    }

    /// The document of a service.
    ///
    /// @param version of the interface, not of the program
    public static OpenApi of(String title, String version, Collection<Route> routes) {
        var sorted = routes.stream()
                .sorted(Comparator.comparing(Paths::path)
                        .thenComparing(Route::template)
                        .thenComparing(Route::method))
                .toList();
        var comments = Comments.onClassPath();
        var draft = new Schemas(comments, Set.of());
        new Paths(draft).of(sorted);
        var schemas = new Schemas(comments, draft.differing());
        var paths = new Paths(schemas);
        var tree = NODES.objectNode().put("openapi", "3.1.1");
        tree.putObject("info").put("title", title).put("version", version);
        tree.putArray("servers").addObject().put("url", "/");
        tree.set("paths", paths.of(sorted));
        var components = tree.putObject("components");
        schemas.all().forEach(components.putObject("schemas")::set);
        components.set("responses", Errors.common());
        Schemes.describe(paths.schemes(), components);
        return new OpenApi(tree).tagged();
    }

    /// A document that was written before.
    ///
    /// @throws IllegalArgumentException if it is none of OpenAPI 3.1
    public static OpenApi parse(byte[] json) {
        var tree = Json.read(json, JsonNode.class);
        if (!(tree instanceof ObjectNode object)
                || !tree.path("openapi").asString("").startsWith("3.1.")
                || !tree.path("paths").isObject()) {
            throw new IllegalArgumentException("document (expected: OpenAPI 3.1 with paths)");
        }
        return new OpenApi(object);
    }

    /// This document, which begins with this text.
    public OpenApi saying(String text) {
        var copy = tree.deepCopy();
        ((ObjectNode) copy.get("info")).put("description", text);
        return new OpenApi(copy);
    }

    /// The document as a tree, to be changed at will.
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    /// The document for people and programs, ending in a line break.
    public String json() {
        return Json.pretty(tree) + "\n";
    }

    public String yaml() {
        return Yaml.of(tree);
    }

    /// The document in API Blueprint 1A9.
    public String blueprint() {
        return Blueprint.of(tree);
    }

    /// The document in RAML 1.0.
    public String raml() {
        return Raml.of(tree);
    }

    /// This document with all of another one; where both have something of one name, this one's stays.
    public OpenApi and(OpenApi other) {
        return new OpenApi(Union.of(tree.deepCopy(), other.tree.deepCopy())).tagged();
    }

    /// This document without the paths that the test refuses; for example what is behind a gateway and not let through.
    public OpenApi only(Predicate<String> paths) {
        var copy = tree.deepCopy();
        ((ObjectNode) copy.get("paths")).properties().removeIf(path -> !paths.test(path.getKey()));
        return new OpenApi(copy).tagged();
    }

    /// This document, each of whose operations may be refused so too: by what stands before the service.
    public OpenApi refusing(About also) {
        var copy = tree.deepCopy();
        forEachOperation(copy, (_, operation) -> Errors.add(also.refusals(), operation, copy));
        return new OpenApi(copy);
    }

    /// Each operation by its method and path: `GET /v1/kittens/{id}`; sorted.
    public Map<String, ObjectNode> operations() {
        var operations = new TreeMap<String, ObjectNode>();
        forEachOperation(tree, (name, operation) -> operations.put(name, operation.deepCopy()));
        return operations;
    }

    static void forEachOperation(ObjectNode tree, BiConsumer<String, ObjectNode> action) {
        for (var path : tree.path("paths").properties()) {
            for (var each : path.getValue().properties()) {
                if (METHODS.contains(each.getKey()) && each.getValue() instanceof ObjectNode operation) {
                    action.accept(each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation);
                }
            }
        }
    }

    /// With the list of the tags that its operations have.
    private OpenApi tagged() {
        var tags = new TreeSet<String>();
        forEachOperation(tree, (_, operation) -> operation.path("tags").forEach(tag -> tags.add(tag.asString())));
        var list = NODES.arrayNode();
        tags.forEach(tag -> list.addObject().put("name", tag));
        tree.remove("tags");
        if (!list.isEmpty()) {
            tree.set("tags", list);
        }
        return this;
    }

    /// As [#routes()], of a document that may change.
    public static List<Route> routes(Supplier<OpenApi> document) {
        return Pages.of(document);
    }

    /// Shows the document: `/openapi.json`, `/openapi.yaml`, and `/docs/` if Swagger UI is on the class path.
    public List<Route> routes() {
        return routes(() -> this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpenApi document && document.tree.equals(tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    @Override
    public String toString() {
        return "OpenApi[%s]".formatted(tree.path("info").path("title").asString(""));
    }
}
