package dev.margay.openapi;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.margay.http.Route.About;
import dev.margay.json.Json;
import dev.margay.openapi.Generics.Applied;
import dev.margay.openapi.Generics.ArrayOf;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Types as JSON Schemas (draft 2020-12), as [Json] reads and writes them; records and sealed types by name.
///
/// What is read and what is written differ: a member may be missing where it is read, and none is where it is written.
/// A type that is used both ways and differs has two schemas. One thread at a time.
final class Schemas {

    private static final String PREFIX = "#/components/schemas/";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Comments comments;
    private final Set<Type> twofold;
    private final Map<Use, String> names = new LinkedHashMap<>();
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    /// Whether a value is read or written, or is a merge patch, of which nothing need be there.
    enum Way {
        READ("Input"),
        WRITTEN(""),
        PATCH("Patch");

        private final String suffix;

        Way(String suffix) {
            this.suffix = suffix;
        }
    }

    private record Use(Type type, Way way) {}

    /// @param twofold types that have a schema of their own where they are read
    Schemas(Comments comments, Set<Type> twofold) {
        this.comments = comments;
        this.twofold = twofold;
        schemas.putAll(Errors.bodies());
    }

    /// A reference to the schema of this name.
    static ObjectNode reference(String name) {
        return NODES.objectNode().put("$ref", PREFIX + name);
    }

    /// All schemas that have a name, sorted by it.
    Map<String, ObjectNode> all() {
        return schemas;
    }

    /// The types that are both read and written and are not the same there.
    Set<Type> differing() {
        var differing = new HashSet<Type>();
        int before;
        do {
            before = differing.size();
            for (var use : List.copyOf(names.keySet())) {
                if (use.way == Way.READ
                        && names.containsKey(new Use(use.type, Way.WRITTEN))
                        && differs(use, differing)) {
                    differing.add(use.type);
                }
            }
        } while (differing.size() > before);
        return differing;
    }

    private boolean differs(Use read, Set<Type> differing) {
        var here = shape(read);
        return !here.equals(shape(new Use(read.type, Way.WRITTEN)))
                || differing.stream().anyMatch(type -> refersTo(here, Generics.name(type)));
    }

    private ObjectNode shape(Use use) {
        var schema = NODES.objectNode();
        fill(schema, use);
        return schema;
    }

    /// What the record's own schema says, to stand in another one.
    ObjectNode unnamed(Type record, Way way) {
        return shape(new Use(record, way));
    }

    private static boolean refersTo(JsonNode schema, String name) {
        return schema.findValuesAsString("$ref").contains(PREFIX + name);
    }

    /// The schema of the type, or a reference to it.
    ObjectNode of(Type type, Way way) {
        return type instanceof About.Patch(var whole)
                ? of(whole, Way.PATCH)
                : schema(Generics.resolved(type, Map.of()), way);
    }

    private ObjectNode schema(Type type, Way way) {
        var raw = Generics.raw(type);
        var scalar = Scalars.of(raw, way);
        if (scalar != null) {
            return scalar;
        }
        if (type instanceof ArrayOf(var element)) {
            return array(schema(element, way));
        }
        if (isContainer(raw)) {
            var arguments = type instanceof Applied applied ? applied.arguments() : List.<Type>of();
            return container(
                    raw, arguments.stream().map(each -> schema(each, way)).toList());
        }
        if (raw.isEnum()) {
            return constants(raw);
        }
        var value = asValue(raw, way);
        if (value != null) {
            return schema(Generics.resolved(value, Generics.variables(type)), way);
        }
        return raw.isRecord() || raw.isSealed() ? named(new Use(type, way)) : NODES.objectNode();
    }

    /// The type that stands for another one in JSON, by `@JsonValue` or a `@JsonCreator` of one value.
    private static @Nullable Type asValue(Class<?> type, Way way) {
        for (var method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(JsonValue.class)) {
                return method.getGenericReturnType();
            }
        }
        for (var field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(JsonValue.class)) {
                return field.getGenericType();
            }
        }
        return way == Way.WRITTEN
                ? null
                : Arrays.stream(type.getDeclaredMethods())
                        .filter(Schemas::takesOneValue)
                        .findFirst()
                        .map(method -> method.getGenericParameterTypes()[0])
                        .orElse(null);
    }

    private static boolean takesOneValue(Method method) {
        var creator = method.getAnnotation(JsonCreator.class);
        return creator != null
                && method.getParameterCount() == 1
                && creator.mode() != JsonCreator.Mode.PROPERTIES
                && method.getParameterAnnotations()[0].length == 0;
    }

    /// The schema of a component, with its constraints.
    ObjectNode of(AnnotatedType use, Annotation[] annotations, Map<TypeVariable<?>, Type> variables, Way way) {
        var type = Generics.resolved(use.getType(), variables);
        var raw = Generics.raw(type);
        ObjectNode schema;
        if (use instanceof AnnotatedArrayType array && raw != byte[].class) {
            schema = array(element(array.getAnnotatedGenericComponentType(), variables, way));
        } else if (use instanceof AnnotatedParameterizedType generic && isContainer(raw)) {
            schema = container(
                    raw,
                    Arrays.stream(generic.getAnnotatedActualTypeArguments())
                            .map(each -> element(each, variables, way))
                            .toList());
        } else {
            schema = schema(type, way);
        }
        Bounds.put(annotations, schema);
        return isNullable(use) ? orNull(schema) : schema;
    }

    private ObjectNode element(AnnotatedType use, Map<TypeVariable<?>, Type> variables, Way way) {
        return of(use, use.getAnnotations(), variables, way);
    }

    static boolean isNullable(AnnotatedType use) {
        return Arrays.stream(use.getAnnotations())
                .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
    }

    static ObjectNode orNull(ObjectNode schema) {
        if (schema.path("type").isString()) {
            String type = schema.get("type").asString();
            schema.putArray("type").add(type).add("null");
            if (schema.get("enum") instanceof ArrayNode constants) {
                constants.addNull();
            }
            return schema;
        }
        if (!schema.has("$ref")) {
            return schema;
        }
        var either = NODES.objectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    private static boolean isContainer(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Optional.class;
    }

    private static ObjectNode container(Class<?> raw, List<ObjectNode> arguments) {
        var last = arguments.isEmpty() ? NODES.objectNode() : arguments.getLast();
        if (raw == Optional.class) {
            return orNull(last);
        }
        if (Map.class.isAssignableFrom(raw)) {
            var object = NODES.objectNode().put("type", "object");
            if (arguments.size() == 2 && arguments.getFirst().has("enum")) {
                object.set("propertyNames", arguments.getFirst());
            }
            object.set("additionalProperties", last);
            return object;
        }
        var array = array(last);
        return Set.class.isAssignableFrom(raw) ? array.put("uniqueItems", true) : array;
    }

    private static ObjectNode array(ObjectNode element) {
        var array = NODES.objectNode().put("type", "array");
        array.set("items", element);
        return array;
    }

    /// Each constant as it is really written.
    private static ObjectNode constants(Class<?> type) {
        var schema = NODES.objectNode();
        var values = NODES.arrayNode();
        for (Object constant : type.getEnumConstants()) {
            values.add(Json.read(Json.write(constant), JsonNode.class));
        }
        schema.put("type", values.path(0).isNumber() ? "integer" : "string");
        schema.set("enum", values);
        return schema;
    }

    private ObjectNode named(Use use) {
        var known = names.get(use);
        if (known != null) {
            return reference(known);
        }
        boolean same = use.way == Way.READ && !twofold.contains(use.type);
        var name = free(use, same);
        names.put(use, name);
        if (!schemas.containsKey(name)) {
            var schema = NODES.objectNode();
            schemas.put(name, schema);
            fill(schema, use);
        }
        return reference(name);
    }

    /// A name that no other type has: with that of the class around it if need be.
    private String free(Use use, boolean same) {
        var other = names.get(new Use(use.type, use.way == Way.READ ? Way.WRITTEN : Way.READ));
        if (other != null && (same || (use.way == Way.WRITTEN && !twofold.contains(use.type)))) {
            return other;
        }
        var suffix = same ? "" : use.way.suffix;
        var name = Generics.name(use.type) + suffix;
        for (var outer = Generics.raw(use.type).getEnclosingClass(); schemas.containsKey(name) && outer != null; ) {
            name = outer.getSimpleName() + name;
            outer = outer.getEnclosingClass();
        }
        int count = 2;
        var plain = name;
        while (schemas.containsKey(name)) {
            name = plain + count++;
        }
        return name;
    }

    private void fill(ObjectNode schema, Use use) {
        var raw = Generics.raw(use.type);
        var said = comments.of(raw);
        if (!said.isEmpty()) {
            schema.put("description", said);
        }
        if (raw.isRecord()) {
            new Members(this, comments, use.way).fill(schema, use.type);
        } else {
            Alternatives.fill(schema, raw, each -> schema(each, use.way));
        }
    }
}
