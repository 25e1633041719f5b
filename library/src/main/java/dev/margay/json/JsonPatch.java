package dev.margay.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes to a JSON document: the operations of JSON Patch (RFC 6902), or a merge patch (RFC 7396). Immutable.
///
/// All of the operations are applied or none: the document given is left as it is.
public final class JsonPatch {

    /// Most operations of one patch.
    public static final int MOST_OPERATIONS = 1_000;

    private static final int MOST_COPIED = 100_000;

    private final List<Operation> operations;

    private JsonPatch(List<Operation> operations) {
        this.operations = List.copyOf(operations);
    }

    private enum Kind {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST
    }

    private record Operation(
            int number,
            Kind kind,
            JsonPointer path,
            @Nullable JsonPointer from,
            @Nullable JsonNode value) {

        JsonPointer source() {
            return Objects.requireNonNull(from);
        }

        JsonNode content() {
            return Objects.requireNonNull(value);
        }

        PatchException refused(String why) {
            return new PatchException("operation %d, %s %s: %s"
                    .formatted(number, kind.name().toLowerCase(Locale.ROOT), path.text(), why));
        }
    }

    /// Reads a patch.
    ///
    /// @throws JsonException if it is not a list of operations
    public static JsonPatch parse(byte[] text) {
        var list = Json.read(text, JsonNode.class);
        if (!list.isArray() || list.size() > MOST_OPERATIONS) {
            throw new JsonException(
                    "%s (expected: a list of at most %d operations)"
                            .formatted(list.isArray() ? "a list of " + list.size() : "no list", MOST_OPERATIONS),
                    "",
                    null);
        }
        var operations = new ArrayList<Operation>();
        for (int i = 0; i < list.size(); i++) {
            try {
                operations.add(operation(i, list.get(i)));
            } catch (IllegalArgumentException e) {
                throw new JsonException("[%d]: %s".formatted(i, e.getMessage()), "[%d]".formatted(i), e);
            }
        }
        return new JsonPatch(operations);
    }

    private static Operation operation(int number, JsonNode node) {
        String name = text(node, "op");
        var kind = Arrays.stream(Kind.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "op '%s' (expected: add, remove, replace, move, copy or test)".formatted(name)));
        var path = JsonPointer.parse(text(node, "path"));
        var from = kind == Kind.MOVE || kind == Kind.COPY ? JsonPointer.parse(text(node, "from")) : null;
        boolean valued = kind == Kind.ADD || kind == Kind.REPLACE || kind == Kind.TEST;
        var value = valued ? node.get("value") : null;
        if (valued && value == null) {
            throw new IllegalArgumentException("no value (expected: a member value)");
        }
        return new Operation(number, kind, path, from, value);
    }

    private static String text(JsonNode node, String member) {
        var value = node.isObject() ? node.get(member) : null;
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException("no %s (expected: an object with %s as text)".formatted(member, member));
        }
        return value.stringValue();
    }

    /// The document after all operations.
    ///
    /// @throws PatchException if one cannot be applied to this document
    public JsonNode applyTo(JsonNode document) {
        var changed = document.deepCopy();
        int copied = 0;
        for (var operation : operations) {
            if (operation.kind == Kind.COPY) {
                copied += count(existing(operation, operation.source(), changed));
                if (copied > MOST_COPIED) {
                    throw operation.refused("copies too much (expected: at most %d values)".formatted(MOST_COPIED));
                }
            }
            changed = apply(operation, changed);
        }
        return changed;
    }

    private static int count(JsonNode node) {
        int count = 1;
        for (var child : node) {
            count += count(child);
        }
        return count;
    }

    private static JsonNode apply(Operation operation, JsonNode document) {
        var path = operation.path;
        return switch (operation.kind) {
            case ADD -> add(operation, document, operation.content().deepCopy());
            case REMOVE -> remove(operation, path, document);
            case REPLACE -> {
                existing(operation, path, document);
                yield path.isRoot()
                        ? operation.content().deepCopy()
                        : replace(operation, document, operation.content().deepCopy());
            }
            case MOVE -> move(operation, document);
            case COPY ->
                add(
                        operation,
                        document,
                        existing(operation, operation.source(), document).deepCopy());
            case TEST -> {
                if (!existing(operation, path, document).equals(JsonPatch::compare, operation.content())) {
                    throw operation.refused("another value is there");
                }
                yield document;
            }
        };
    }

    /// Numbers are equal if they mean the same (RFC 6902 section 4.6).
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static JsonNode existing(Operation operation, JsonPointer place, JsonNode document) {
        var found = place.find(document);
        if (found == null) {
            throw operation.refused("there is nothing at %s".formatted(place.text()));
        }
        return found;
    }

    private static JsonNode move(Operation operation, JsonNode document) {
        var from = operation.source();
        var moved = existing(operation, from, document);
        if (from.equals(operation.path)) {
            return document;
        }
        if (from.holds(operation.path)) {
            throw operation.refused("a value cannot be moved into itself");
        }
        return add(operation, remove(operation, from, document), moved);
    }

    private static JsonNode add(Operation operation, JsonNode document, JsonNode value) {
        var path = operation.path;
        if (path.isRoot()) {
            return value;
        }
        switch (path.parent(document)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode list -> {
                int at = path.last().equals(JsonPointer.END) ? list.size() : JsonPointer.index(path.last());
                if (at < 0 || at > list.size()) {
                    throw operation.refused("the list has %d elements".formatted(list.size()));
                }
                list.insert(at, value);
            }
            case null, default -> throw operation.refused("nothing is there that could hold it");
        }
        return document;
    }

    private static JsonNode replace(Operation operation, JsonNode document, JsonNode value) {
        var path = operation.path;
        switch (path.parent(document)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode list -> list.set(JsonPointer.index(path.last()), value);
            case null, default -> throw operation.refused("nothing is there that could hold it");
        }
        return document;
    }

    private static JsonNode remove(Operation operation, JsonPointer place, JsonNode document) {
        existing(operation, place, document);
        if (place.isRoot()) {
            throw operation.refused("a document cannot lose its root");
        }
        switch (place.parent(document)) {
            case ObjectNode object -> object.remove(place.last());
            case ArrayNode list -> list.remove(JsonPointer.index(place.last()));
            case null, default -> throw operation.refused("nothing is there that could hold it");
        }
        return document;
    }

    /// The document after a merge patch: members of the patch replace those of the document, null removes them.
    public static JsonNode merge(JsonNode document, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch.deepCopy();
        }
        var merged = document instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
        for (var change : changes.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                var old = merged.get(change.getKey());
                merged.set(change.getKey(), merge(old == null ? changes.nullNode() : old, change.getValue()));
            }
        }
        return merged;
    }
}
