package dev.margay.validation;

import dev.margay.json.Json;
import jakarta.validation.Valid;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the annotations of records into plans, each type once, so that types may contain themselves.
final class Plans {

    private final Constraints constraints;
    private final Map<Class<?>, Plan> plans = new HashMap<>();

    Plans(Clock clock) {
        this.constraints = new Constraints(clock);
    }

    Plan of(Class<?> type) {
        var known = plans.get(type);
        if (known != null) {
            return known;
        }
        var plan = new Plan(type);
        plans.put(type, plan);
        if (type.isRecord()) {
            fill(plan, type);
        } else if (type.isSealed() && type.isInterface()) {
            var permitted = type.getPermittedSubclasses();
            Arrays.stream(permitted).forEach(this::of);
            plan.alternatives(value -> plans.getOrDefault(value.getClass(), plan));
        } else if (constrained(type)) {
            throw refused(type, type.getName(), "a record, or a sealed interface of records");
        }
        return plan;
    }

    private void fill(Plan plan, Class<?> type) {
        for (var check : constraints.read(type.getDeclaredAnnotations(), type, type.getName())) {
            plan.add(check);
        }
        var names = Json.memberNames(type);
        for (var component : type.getRecordComponents()) {
            String where = type.getName() + "." + component.getName();
            var slot = slot(annotations(type, component), component.getAnnotatedType(), where);
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            plan.add(names.getOrDefault(component.getName(), component.getName()), accessor, slot);
        }
        for (var method : type.getDeclaredMethods()) {
            if (!isAccessor(type, method)) {
                addMethod(plan, type, method);
            }
        }
    }

    /// A method such as `@AssertTrue boolean isOrdered()`: the rule for several components at once.
    private void addMethod(Plan plan, Class<?> type, Method method) {
        String where = type.getName() + "." + method.getName();
        var found = Arrays.stream(method.getDeclaredAnnotations())
                .filter(constraints::concerns)
                .toArray(Annotation[]::new);
        if (found.length == 0) {
            return;
        }
        if (method.getParameterCount() > 0 || method.getReturnType() == void.class) {
            throw refused(found[0].annotationType(), where, "a component, or a method without parameters");
        }
        method.setAccessible(true);
        plan.add(property(method.getName()), method, slot(found, method.getAnnotatedReturnType(), where));
    }

    private Slot slot(Annotation[] annotations, AnnotatedType type, String where) {
        var raw = raw(type.getType(), where);
        var checks = constraints.read(annotations, raw, where);
        boolean cascades = Arrays.stream(annotations).anyMatch(Valid.class::isInstance);
        Slot keys = null;
        Slot elements = null;
        if (type instanceof AnnotatedArrayType array) {
            elements = element(array.getAnnotatedGenericComponentType(), cascades, where);
        } else if (type instanceof AnnotatedParameterizedType generic) {
            var arguments = generic.getAnnotatedActualTypeArguments();
            if (isContainer(raw)) {
                keys = arguments.length == 2 ? element(arguments[0], false, where) : null;
                elements = element(arguments[arguments.length - 1], cascades, where);
            } else {
                refuseElements(arguments, where);
            }
        }
        var nested = cascades && !isContainer(raw) && !raw.isArray() ? nested(raw, where) : null;
        return new Slot(checks, nested, nothing(keys), nothing(elements));
    }

    private Slot element(AnnotatedType type, boolean cascades, String where) {
        var slot = slot(type.getAnnotations(), type, where);
        var raw = raw(type.getType(), where);
        return cascades && slot.nested() == null && !isContainer(raw) && !raw.isArray()
                ? new Slot(slot.checks(), nested(raw, where), slot.keys(), slot.elements())
                : slot;
    }

    private Plan nested(Class<?> type, String where) {
        if (!type.isRecord() && !(type.isSealed() && type.isInterface())) {
            throw refused(Valid.class, where, "a record, a sealed interface of records, or a container of them");
        }
        return of(type);
    }

    private void refuseElements(AnnotatedType[] arguments, String where) {
        for (var argument : arguments) {
            for (var annotation : argument.getAnnotations()) {
                if (constraints.concerns(annotation)) {
                    throw refused(
                            annotation.annotationType(), where, "an element of a list, set, map, Optional or array");
                }
            }
        }
    }

    private boolean constrained(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                        .flatMap(field -> Arrays.stream(field.getDeclaredAnnotations()))
                        .anyMatch(constraints::concerns)
                || Arrays.stream(type.getDeclaredMethods())
                        .flatMap(method -> Arrays.stream(method.getDeclaredAnnotations()))
                        .anyMatch(constraints::concerns);
    }

    private static boolean isContainer(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Optional.class;
    }

    private static @Nullable Slot nothing(@Nullable Slot slot) {
        return slot == null || slot.isEmpty() ? null : slot;
    }

    /// Constraints of a component are on its field, too: they are not made for components as such.
    private static Annotation[] annotations(Class<?> type, RecordComponent component) {
        try {
            return type.getDeclaredField(component.getName()).getDeclaredAnnotations();
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException("%s (expected: a field for each component)".formatted(component), e);
        }
    }

    private static boolean isAccessor(Class<?> type, Method method) {
        return method.isSynthetic()
                || Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getAccessor().equals(method));
    }

    private static String property(String method) {
        int prefix = method.startsWith("is") ? 2 : method.startsWith("get") ? 3 : 0;
        boolean named = prefix > 0 && method.length() > prefix && Character.isUpperCase(method.charAt(prefix));
        return named
                ? method.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + method.substring(prefix + 1)
                : method;
    }

    private static Class<?> raw(Type type, String where) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            case java.lang.reflect.GenericArrayType array ->
                raw(array.getGenericComponentType(), where).arrayType();
            default -> Object.class;
        };
    }

    private static IllegalArgumentException refused(Class<?> annotation, String where, String expected) {
        return new IllegalArgumentException(
                "@%s at %s (expected: %s)".formatted(annotation.getSimpleName(), where, expected));
    }
}
