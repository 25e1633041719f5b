package dev.margay.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes one record from what is found at its keys; collects what is wrong instead of stopping at the first.
final class Binder {

    private static final Object WRONG = new Object();

    private final Lookup lookup;
    private final Map<String, Setting> settings;
    private final List<String> findings = new ArrayList<>();

    Binder(Lookup lookup, Map<String, Setting> settings) {
        this.lookup = lookup;
        this.settings = settings;
    }

    Object finished(Object value) {
        if (!findings.isEmpty()) {
            throw new ConfigException(findings);
        }
        return value;
    }

    Object record(String path, Class<?> type, @Nullable Object defaults) {
        var components = type.getRecordComponents();
        var values = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String name = key(components[i].getName());
            values[i] = value(
                    path.isEmpty() ? name : path + "." + name,
                    components[i].getGenericType(),
                    of(defaults, components[i]));
            complete &= values[i] != WRONG;
        }
        return complete ? make(path, type, values) : WRONG;
    }

    /// A value of a key: what the sources have, else the default.
    private Object value(String key, Type type, @Nullable Object byDefault) {
        var raw = raw(type);
        if (raw.isRecord() && raw != Secret.class) {
            return record(key, raw, byDefault);
        }
        if (raw == Map.class) {
            return map(key, argument(type, 1), byDefault);
        }
        var found = lookup.find(key);
        if (found == null) {
            return missing(key, raw, byDefault);
        }
        try {
            var target = raw == Optional.class ? argument(type, 0) : type;
            var value = converted(key, target, found);
            note(new Setting(key, Texts.show(value), found.origin()));
            return raw == Optional.class && value != WRONG ? Optional.of(value) : value;
        } catch (IllegalArgumentException e) {
            findings.add("%s: '%s' from %s (expected: %s)"
                    .formatted(key, shown(type, found.value()), found.origin(), e.getMessage()));
            return WRONG;
        }
    }

    private Object missing(String key, Class<?> raw, @Nullable Object byDefault) {
        Object value = byDefault;
        if (value == null) {
            value = raw == Optional.class ? Optional.empty() : raw == List.class ? List.of() : null;
        }
        if (value == null) {
            findings.add("%s: not set (expected: %s)".formatted(key, Texts.expected(raw)));
            return WRONG;
        }
        note(new Setting(key, Texts.show(value), "default"));
        return value;
    }

    private void note(Setting setting) {
        settings.put(setting.key(), setting);
    }

    private Object map(String key, Type element, @Nullable Object byDefault) {
        var names = lookup.children(key);
        if (names.isEmpty() && byDefault != null) {
            note(new Setting(key, Texts.show(byDefault), "default"));
            return byDefault;
        }
        var map = new LinkedHashMap<String, Object>();
        boolean complete = true;
        for (String name : names) {
            var value = value(key + "." + name, element, null);
            complete &= value != WRONG;
            map.put(name, value);
        }
        return complete ? Map.copyOf(map) : WRONG;
    }

    private Object converted(String key, Type type, Found found) {
        if (raw(type) != List.class) {
            return found.value() instanceof Map || found.value() instanceof List
                    ? refuse(Texts.expected(raw(type)))
                    : Texts.parse(found.value().toString(), raw(type));
        }
        var element = argument(type, 0);
        var parts = found.value() instanceof List<?> list ? list : split(found.value());
        var values = new ArrayList<Object>();
        for (int i = 0; i < parts.size(); i++) {
            var part = new Found(parts.get(i), found.origin());
            values.add(
                    raw(element).isRecord() && raw(element) != Secret.class
                            ? inner(key + "[" + i + "]", raw(element), part)
                            : converted(key, element, part));
        }
        return values.contains(WRONG) ? WRONG : List.copyOf(values);
    }

    /// A record that is an element of a list, which only a file can hold.
    private Object inner(String path, Class<?> type, Found found) {
        if (!(found.value() instanceof Map<?, ?> map)) {
            return refuse("an object");
        }
        var components = type.getRecordComponents();
        var known = Arrays.stream(components)
                .map(component -> key(component.getName()))
                .toList();
        for (Object name : map.keySet()) {
            if (!known.contains(name.toString())) {
                findings.add(
                        "%s.%s (%s): unknown key (expected: one of %s)".formatted(path, name, found.origin(), known));
                return WRONG;
            }
        }
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = member(path, components[i], map, found.origin());
        }
        return Arrays.asList(values).contains(WRONG) ? WRONG : make(path, type, values);
    }

    private Object member(String path, RecordComponent component, Map<?, ?> map, String origin) {
        String name = key(component.getName());
        var value = map.get(name);
        var raw = raw(component.getGenericType());
        if (value == null && raw != Optional.class) {
            findings.add("%s.%s: not set (expected: %s)".formatted(path, name, Texts.expected(raw)));
            return WRONG;
        }
        if (value == null) {
            return Optional.empty();
        }
        var type = raw == Optional.class ? argument(component.getGenericType(), 0) : component.getGenericType();
        var part = new Found(value, origin);
        var made = raw(type).isRecord() && raw(type) != Secret.class
                ? inner(path + "." + name, raw(type), part)
                : converted(path + "." + name, type, part);
        return raw == Optional.class && made != WRONG ? Optional.of(made) : made;
    }

    private Object make(String path, Class<?> type, Object[] values) {
        try {
            return constructor(type).newInstance(values);
        } catch (InvocationTargetException e) {
            findings.add("%s: %s"
                    .formatted(
                            path.isEmpty() ? "settings" : path,
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
            return WRONG;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("%s (expected: a record that can be constructed)".formatted(type), e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        var types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }

    private static @Nullable Object of(@Nullable Object defaults, RecordComponent component) {
        if (defaults == null) {
            return null;
        }
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(defaults);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("%s (expected: a readable component)".formatted(component), e);
        }
    }

    private static Object refuse(String expected) {
        throw new IllegalArgumentException(expected);
    }

    private static List<String> split(Object value) {
        String text = value.toString().strip();
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    private static String shown(Type type, Object value) {
        return type.getTypeName().contains(Secret.class.getName()) ? Secret.MASK : value.toString();
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalArgumentException("%s (expected: a type without wildcards)".formatted(type));
        };
    }

    private static Type argument(Type type, int at) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[at];
        }
        throw new IllegalArgumentException("%s (expected: its type arguments)".formatted(type));
    }

    /// `maxSize` as it stands in a file: `max-size`.
    static String key(String component) {
        var key = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (Character.isUpperCase(c)) {
                key.append('-').append(Character.toLowerCase(c));
            } else {
                key.append(c);
            }
        }
        return key.toString();
    }
}
