package dev.margay.openapi;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Types with their variables filled in: every type as a class, or as a class applied to such types.
final class Generics {

    private Generics() {}

    /// A generic class and what its variables stand for.
    record Applied(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getEnclosingClass();
        }
    }

    /// An array of what is no class.
    record ArrayOf(Type element) implements Type {}

    static Type resolved(Type type, Map<TypeVariable<?>, Type> variables) {
        return switch (type) {
            case ParameterizedType generic ->
                new Applied(
                        (Class<?>) generic.getRawType(),
                        Arrays.stream(generic.getActualTypeArguments())
                                .map(each -> resolved(each, variables))
                                .toList());
            case TypeVariable<?> variable ->
                variables.containsKey(variable) ? variables.get(variable) : bound(variable.getBounds()[0], variables);
            case WildcardType wildcard -> resolved(wildcard.getUpperBounds()[0], variables);
            case GenericArrayType array -> new ArrayOf(resolved(array.getGenericComponentType(), variables));
            case Class<?> array
            when array.isArray() && array != byte[].class -> new ArrayOf(resolved(array.getComponentType(), variables));
            default -> type;
        };
    }

    /// Of a variable that stands for anything below a bound, which may name the variable again.
    private static Type bound(Type type, Map<TypeVariable<?>, Type> variables) {
        return type instanceof ParameterizedType generic ? generic.getRawType() : resolved(type, variables);
    }

    static Class<?> raw(Type resolved) {
        return switch (resolved) {
            case Class<?> plain -> plain;
            case Applied(var raw, var _) -> raw;
            case ArrayOf _ -> Object[].class;
            default -> Object.class;
        };
    }

    /// What the variables of a type's class stand for in it.
    static Map<TypeVariable<?>, Type> variables(Type resolved) {
        var variables = new HashMap<TypeVariable<?>, Type>();
        if (resolved instanceof Applied(var raw, var arguments)) {
            var parameters = raw.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                variables.put(parameters[i], arguments.get(i));
            }
        }
        return variables;
    }

    /// In words, as a part of a name: `PageOfKitten`.
    static String name(Type resolved) {
        return switch (resolved) {
            case Class<?> plain -> plain.getSimpleName();
            case Applied(var raw, var arguments) ->
                raw.getSimpleName() + "Of"
                        + String.join(
                                "And", arguments.stream().map(Generics::name).toList());
            case ArrayOf(var element) -> name(element) + "Array";
            default -> resolved.getTypeName().replaceAll("[^A-Za-z0-9]", "");
        };
    }
}
