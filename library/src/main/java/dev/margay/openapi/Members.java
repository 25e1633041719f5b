package dev.margay.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.margay.json.Json;
import dev.margay.openapi.Schemas.Way;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The members of a record's JSON, by its components and what annotations make of them.
final class Members {

    private final Schemas schemas;
    private final Comments comments;
    private final Way way;

    Members(Schemas schemas, Comments comments, Way way) {
        this.schemas = schemas;
        this.comments = comments;
        this.way = way;
    }

    void fill(ObjectNode schema, Type type) {
        schema.put("type", "object");
        var properties = JsonNodeFactory.instance.objectNode();
        var required = JsonNodeFactory.instance.arrayNode();
        var tag = Alternatives.tag(Generics.raw(type));
        if (tag != null) {
            properties.putObject(tag.member()).put("const", tag.value());
            required.add(tag.member());
        }
        var names = Json.memberNames(Generics.raw(type));
        var variables = Generics.variables(type);
        for (var component : Generics.raw(type).getRecordComponents()) {
            var name = names.get(component.getName());
            var field = field(component);
            if (field.isAnnotationPresent(JsonUnwrapped.class)) {
                var inner = schemas.unnamed(Generics.resolved(component.getGenericType(), variables), way);
                unwrap(inner, field.getAnnotation(JsonUnwrapped.class), properties, required);
            } else if (name != null && isPart(field)) {
                var member = schemas.of(component.getAnnotatedType(), field.getDeclaredAnnotations(), variables, way);
                properties.set(name, described(component, field, omittable(field) ? withoutNull(member) : member));
                if (isRequired(component, field)) {
                    required.add(name);
                }
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
    }

    private ObjectNode described(RecordComponent component, Field field, ObjectNode member) {
        var annotation = field.getAnnotation(JsonPropertyDescription.class);
        var text = annotation == null
                ? comments.of(component.getDeclaringRecord(), component.getName())
                : annotation.value();
        return text.isEmpty() ? member : member.put("description", text);
    }

    private boolean isRequired(RecordComponent component, Field field) {
        return switch (way) {
            case WRITTEN -> !omittable(field);
            case READ -> component.getType().isPrimitive() || Bounds.requires(field.getDeclaredAnnotations());
            case PATCH -> false;
        };
    }

    /// Whether it is left out where it is null or empty.
    private static boolean omittable(Field field) {
        var here = field.getAnnotation(JsonInclude.class);
        var rule = here == null ? field.getDeclaringClass().getAnnotation(JsonInclude.class) : here;
        return rule != null && rule.value() != JsonInclude.Include.ALWAYS;
    }

    private ObjectNode withoutNull(ObjectNode member) {
        if (way == Way.WRITTEN && member.path("type").isArray()) {
            return member.put("type", member.get("type").path(0).asString());
        }
        return member;
    }

    private boolean isPart(Field field) {
        var property = field.getAnnotation(JsonProperty.class);
        var access = property == null ? JsonProperty.Access.AUTO : property.access();
        return way == Way.WRITTEN ? access != JsonProperty.Access.WRITE_ONLY : access != JsonProperty.Access.READ_ONLY;
    }

    /// The members of a record that stand among those of the one around it.
    private static void unwrap(ObjectNode inner, JsonUnwrapped how, ObjectNode properties, ArrayNode required) {
        for (var member : inner.path("properties").properties()) {
            properties.set(how.prefix() + member.getKey() + how.suffix(), member.getValue());
        }
        inner.path("required").forEach(name -> required.add(how.prefix() + name.asString() + how.suffix()));
    }

    static Field field(RecordComponent component) {
        try {
            return component.getDeclaringRecord().getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException("%s (expected: a field for each component)".formatted(component), e);
        }
    }
}
