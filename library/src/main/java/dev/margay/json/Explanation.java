package dev.margay.json;

import java.lang.reflect.RecordComponent;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/// What is wrong with a text, in words for its sender: the parser's own name classes of the program.
final class Explanation {

    private static final int LONGEST_VALUE = 60;
    private static final int MOST_CONSTANTS = 20;

    /// The names of a record's members, found once: whoever sends much nonsense shall not cost much.
    private static final ClassValue<String> MEMBERS = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return members(type);
        }
    };

    private Explanation() {}

    static JsonException of(JacksonException failure) {
        String path = path(failure);
        String what = what(failure);
        String said = path.isEmpty() ? what : path + ": " + what;
        var location = failure.getLocation();
        boolean known = location != null && location.getLineNr() > 0;
        return new JsonException(known ? at(said, location.getLineNr(), location.getColumnNr()) : said, path, failure);
    }

    static String at(String what, int line, int column) {
        return "%s at line %d, column %d".formatted(what, line, column);
    }

    private static String path(JacksonException failure) {
        var path = new StringBuilder();
        for (var step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(step.getPropertyName()));
            }
        }
        return path.toString();
    }

    private static String what(JacksonException failure) {
        return switch (failure) {
            case StreamConstraintsException e -> constraint(e.getOriginalMessage());
            case UnexpectedEndOfInputException _ -> "the text ends early (expected: one complete JSON value)";
            case InputCoercionException e ->
                "a number out of range (expected: %s)".formatted(expected(e.getTargetType()));
            case StreamReadException e -> syntax(e.getOriginalMessage());
            case ValueInstantiationException e -> refusedByItsType(e.getCause());
            case InvalidFormatException e
            when e.getValue() instanceof CharSequence text ->
                "'%s' (expected: %s)".formatted(shown(text.toString()), expected(e.getTargetType()));
            case MismatchedInputException e -> mismatch(e);
            default -> "cannot be read (expected: JSON of the documented shape)";
        };
    }

    private static String constraint(String message) {
        if (message.contains("nesting depth")) {
            return "nested too deeply (expected: at most %d levels)".formatted(Json.MOST_LEVELS);
        }
        return message.contains("Number") ? "a number too long or too large" : "a name or text too long";
    }

    private static String syntax(String message) {
        if (message.startsWith("Duplicate")) {
            return "a member twice (expected: each member once)";
        }
        if (message.startsWith("Non-standard token")) {
            return "not a number of JSON (expected: digits; NaN and Infinity do not exist)";
        }
        if (message.contains("UTF-8")) {
            return "a byte that is not UTF-8 (expected: JSON text in UTF-8)";
        }
        return "not JSON (expected: one JSON value)";
    }

    private static String mismatch(MismatchedInputException failure) {
        String message = failure.getOriginalMessage();
        if (message.startsWith("No content")) {
            return "empty (expected: one JSON value)";
        }
        if (message.startsWith("Trailing token")) {
            return "more text after the value (expected: one JSON value)";
        }
        return found(failure.getCurrentToken()) + " (expected: " + expected(failure.getTargetType()) + ")";
    }

    private static String refusedByItsType(@Nullable Throwable cause) {
        if (cause instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return shown(refused.getMessage(), 4 * LONGEST_VALUE);
        }
        return "not valid (expected: every required member)";
    }

    private static String found(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "missing or null";
            case VALUE_NULL, NOT_AVAILABLE -> "missing or null";
            case VALUE_STRING, PROPERTY_NAME -> "text";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case START_ARRAY, END_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            case END_OBJECT -> "missing or null";
            case VALUE_EMBEDDED_OBJECT -> "another kind of value";
        };
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null || type == Object.class) {
            return "another kind of value";
        }
        if (CharSequence.class.isAssignableFrom(type) || type == char.class || type == Character.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return number(type);
        }
        return type.isEnum() ? constants(type) : structure(type);
    }

    private static String number(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "double", "float", "Double", "Float", "BigDecimal", "Number" -> "a number";
            case "int", "Integer" -> "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long", "Long" -> "a whole number from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
            case "short", "Short" -> "a whole number from %d to %d".formatted(Short.MIN_VALUE, Short.MAX_VALUE);
            case "byte", "Byte" -> "a whole number from %d to %d".formatted(Byte.MIN_VALUE, Byte.MAX_VALUE);
            default -> "a whole number";
        };
    }

    private static String constants(Class<?> type) {
        var constants = type.getEnumConstants();
        String named = Arrays.stream(constants)
                .limit(MOST_CONSTANTS)
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        return "one of " + named + (constants.length > MOST_CONSTANTS ? ", ..." : "");
    }

    private static String structure(Class<?> type) {
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (TemporalAccessor.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type)) {
            return StrictTypes.example(type);
        }
        if (type.isRecord()) {
            return "an object with " + MEMBERS.get(type);
        }
        return Map.class.isAssignableFrom(type) ? "an object" : type == UUID.class ? "a UUID" : "another kind of value";
    }

    private static String members(Class<?> type) {
        var components = type.getRecordComponents();
        if (components.length == 0) {
            return "any members";
        }
        var names = Json.memberNames(type);
        return Arrays.stream(components)
                .map(RecordComponent::getName)
                .map(name -> names.getOrDefault(name, name))
                .collect(Collectors.joining(", "));
    }

    static String shown(String text) {
        return shown(text, LONGEST_VALUE);
    }

    private static String shown(String text, int longest) {
        var shown = new StringBuilder();
        text.chars().limit(longest).forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return text.length() > longest ? shown.append("...").toString() : shown.toString();
    }
}
