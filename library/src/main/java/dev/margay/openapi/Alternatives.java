package dev.margay.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Sealed types: one of their records, told apart by a member if `@JsonTypeInfo` names one.
final class Alternatives {

    private Alternatives() {}

    /// The member that says of which record a value is.
    record Tag(String member, String value) {}

    /// `oneOf` where a member tells which; else `anyOf`, for two records may look alike.
    static void fill(ObjectNode schema, Class<?> sealed, Function<Class<?>, ObjectNode> alternative) {
        var info = sealed.getAnnotation(JsonTypeInfo.class);
        boolean tagged = info != null && tagged(info);
        var references = schema.putArray(tagged ? "oneOf" : "anyOf");
        var mapping = schema.objectNode();
        for (var permitted : sealed.getPermittedSubclasses()) {
            var reference = alternative.apply(permitted);
            references.add(reference);
            var tag = tag(permitted);
            if (tag != null && reference.has("$ref")) {
                mapping.put(tag.value, reference.get("$ref").asString());
            }
        }
        if (tagged) {
            var discriminator = schema.putObject("discriminator").put("propertyName", member(info));
            discriminator.set("mapping", mapping);
        }
    }

    /// How values of the record are told from those of its siblings; null if they are not.
    static @Nullable Tag tag(Class<?> type) {
        for (var parent : type.getInterfaces()) {
            var info = parent.getAnnotation(JsonTypeInfo.class);
            if (info != null && tagged(info)) {
                return new Tag(member(info), value(type, parent, info));
            }
        }
        return null;
    }

    private static boolean tagged(JsonTypeInfo info) {
        return info.include() == JsonTypeInfo.As.PROPERTY
                && (info.use() == JsonTypeInfo.Id.NAME || info.use() == JsonTypeInfo.Id.SIMPLE_NAME);
    }

    private static String member(JsonTypeInfo info) {
        return info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
    }

    private static String value(Class<?> type, Class<?> parent, JsonTypeInfo info) {
        var listed = parent.getAnnotation(JsonSubTypes.class);
        if (listed != null) {
            var name = Arrays.stream(listed.value())
                    .filter(each -> each.value() == type && !each.name().isEmpty())
                    .findFirst();
            if (name.isPresent()) {
                return name.get().name();
            }
        }
        var own = type.getAnnotation(JsonTypeName.class);
        return own != null && !own.value().isEmpty() ? own.value() : unnamed(type, info);
    }

    /// What Jackson calls a type that nobody named: with its enclosing classes, unless it is to be simple.
    private static String unnamed(Class<?> type, JsonTypeInfo info) {
        if (info.use() == JsonTypeInfo.Id.SIMPLE_NAME) {
            return type.getSimpleName();
        }
        return type.getName().substring(type.getName().lastIndexOf('.') + 1);
    }
}
