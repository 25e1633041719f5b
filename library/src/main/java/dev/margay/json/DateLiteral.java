package dev.margay.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A moment as callers of any kind may write it: ISO 8601 text, or `{"kind": "U", "value": 1471186826}`.
///
/// It is written the way it was read. Source: Microsoft REST API Guidelines, section 11.3, "StructuredDateLiteral".
///
/// @param instant the moment, no finer than its kind can say when it came from a number
/// @param kind of the structured form, or null for plain ISO text
public record DateLiteral(Instant instant, @Nullable DateKind kind) {

    /// Plain ISO text.
    public static DateLiteral of(Instant instant) {
        return new DateLiteral(instant, null);
    }

    /// Reads either form.
    ///
    /// @throws IllegalArgumentException if it is neither
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static DateLiteral read(JsonNode literal) {
        if (literal.isString()) {
            return of(moment(literal.stringValue()));
        }
        var kind = kind(literal.get("kind"));
        var value = literal.get("value");
        if (kind == DateKind.I && value != null && value.isString()) {
            return new DateLiteral(moment(value.stringValue()), kind);
        }
        if (kind == DateKind.I || value == null || !value.isNumber()) {
            throw new IllegalArgumentException("the value of a date of kind %s: %s (expected: a %s)"
                    .formatted(kind, shown(value), kind == DateKind.I ? "text" : "number"));
        }
        return new DateLiteral(kind.instant(value.decimalValue()), kind);
    }

    private static DateKind kind(@Nullable JsonNode kind) {
        if (kind == null || !kind.isString()) {
            throw new IllegalArgumentException(
                    "kind %s (expected: a date as ISO 8601 text, or an object with kind and value)"
                            .formatted(shown(kind)));
        }
        return Arrays.stream(DateKind.values())
                .filter(one -> one.name().equals(kind.stringValue()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind %s (expected: one of %s)".formatted(shown(kind), Arrays.toString(DateKind.values()))));
    }

    /// ISO 8601 text with `Z` or an offset; the seconds may be missing.
    static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' (expected: a time such as 2016-07-14T16:00Z)".formatted(Explanation.shown(text)), e);
        }
    }

    private static String shown(@Nullable JsonNode node) {
        return node == null ? "missing" : Explanation.shown(node.toString());
    }

    @JsonValue
    Object written() {
        if (kind == null) {
            return instant.toString();
        }
        var literal = new LinkedHashMap<String, Object>();
        literal.put("kind", kind.name());
        literal.put("value", kind == DateKind.I ? instant.toString() : plain(kind.value(instant)));
        return literal;
    }

    /// Whole numbers without a point.
    private static Number plain(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0 ? value.toBigIntegerExact() : value;
    }
}
