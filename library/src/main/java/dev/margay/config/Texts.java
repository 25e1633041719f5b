package dev.margay.config;

import com.typesafe.config.ConfigValueFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Text to a value of a type. What cannot be converted is an [IllegalArgumentException] that says what was expected.
final class Texts {

    private static final Map<Class<?>, Kind> KINDS = kinds();

    private Texts() {}

    private record Kind(String expected, Function<String, Object> parse) {}

    static Object parse(String text, Class<?> type) {
        var kind = kind(type);
        try {
            return kind.parse().apply(text);
        } catch (DateTimeException | IllegalArgumentException | com.typesafe.config.ConfigException e) {
            throw new IllegalArgumentException(kind.expected(), e);
        }
    }

    static String expected(Class<?> type) {
        return type == Optional.class
                ? "a value"
                : type == java.util.List.class ? "a list" : kind(type).expected();
    }

    static String show(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Texts::show).orElse("");
            case Collection<?> values -> values.stream().map(Texts::show).collect(Collectors.joining(","));
            case Enum<?> constant -> name(constant);
            default -> value.toString();
        };
    }

    private static Kind kind(Class<?> type) {
        var kind = KINDS.get(type);
        if (kind == null && type.isEnum()) {
            return constants(type);
        }
        if (kind == null) {
            throw new IllegalStateException("a setting of type %s (expected: a record, list, map, or one of %s)"
                    .formatted(
                            type.getName(),
                            KINDS.keySet().stream().map(Class::getSimpleName).toList()));
        }
        return kind;
    }

    /// The text if it is of ASCII digits: the JDK reads those of other scripts too.
    private static String whole(String text) {
        String number = text.strip();
        if (!number.matches("-?[0-9]+")) {
            throw new NumberFormatException(number);
        }
        return number;
    }

    private static Map<Class<?>, Kind> kinds() {
        var kinds = new LinkedHashMap<Class<?>, Kind>();
        kinds.put(String.class, new Kind("text", text -> text));
        kinds.put(Secret.class, new Kind("text", Secret::new));
        kinds.put(int.class, new Kind("a whole number", text -> Integer.parseInt(whole(text))));
        kinds.put(Integer.class, kinds.get(int.class));
        kinds.put(long.class, new Kind("a whole number", text -> Long.parseLong(whole(text))));
        kinds.put(Long.class, kinds.get(long.class));
        kinds.put(double.class, new Kind("a number", Texts::number));
        kinds.put(Double.class, kinds.get(double.class));
        kinds.put(boolean.class, new Kind("true or false", Texts::truth));
        kinds.put(Boolean.class, kinds.get(boolean.class));
        kinds.put(Duration.class, new Kind("a duration with its unit, such as 10s or 500ms", Texts::duration));
        kinds.put(Instant.class, new Kind("a time such as 2026-11-24T18:30:00Z", Instant::parse));
        kinds.put(LocalDate.class, new Kind("a date such as 2026-11-24", LocalDate::parse));
        kinds.put(Path.class, new Kind("a path of a file", Texts::path));
        kinds.put(URI.class, new Kind("an absolute URI such as http://127.0.0.1:8081", Texts::uri));
        return kinds;
    }

    private static Object number(String text) {
        double number = Double.parseDouble(text.strip());
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static Object truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Object duration(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("P") || stripped.startsWith("-P")) {
            return Duration.parse(stripped);
        }
        if (stripped.isEmpty() || !Character.isLetter(stripped.charAt(stripped.length() - 1))) {
            throw new IllegalArgumentException(text);
        }
        return ConfigValueFactory.fromAnyRef(stripped).atKey("duration").getDuration("duration");
    }

    private static Object path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(text);
        }
        return Path.of(text);
    }

    private static Object uri(String text) {
        var uri = URI.create(text.strip());
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }

    private static Kind constants(Class<?> type) {
        var byName = Arrays.stream(type.getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .collect(Collectors.toMap(
                        Texts::name, Function.<Object>identity(), (one, _) -> one, LinkedHashMap::new));
        String names = String.join(", ", byName.keySet());
        return new Kind("one of " + names, text -> {
            var constant = byName.get(text.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (constant == null) {
                throw new IllegalArgumentException(text);
            }
            return constant;
        });
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
