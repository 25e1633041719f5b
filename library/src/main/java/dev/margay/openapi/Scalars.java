package dev.margay.openapi;

import dev.margay.openapi.Schemas.Way;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schemas of the types whose JSON is one text, number or truth value.
final class Scalars {

    private static final Map<Class<?>, Scalar> KNOWN = known();

    private Scalars() {}

    /// @param format of the format registry of OpenAPI; empty if there is none
    private record Scalar(String type, String format, String example) {}

    /// The schema of the type; null if it is none of these.
    static @Nullable ObjectNode of(Class<?> type, Way way) {
        boolean number = type == Year.class && way == Way.WRITTEN; // which is read as text
        var scalar = number ? KNOWN.get(int.class) : KNOWN.get(type);
        if (scalar == null) {
            return null;
        }
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", scalar.type);
        if (!scalar.format.isEmpty()) {
            schema.put("format", scalar.format);
        }
        if (!scalar.example.isEmpty()) {
            schema.putArray("examples").add(scalar.example);
        }
        if (type == char.class || type == Character.class) {
            schema.put("minLength", 1).put("maxLength", 1);
        }
        return schema;
    }

    private static Map<Class<?>, Scalar> known() {
        var known = new HashMap<Class<?>, Scalar>();
        texts(known);
        times(known);
        add(known, new Scalar("boolean", "", ""), boolean.class, Boolean.class);
        add(known, new Scalar("integer", "int8", ""), byte.class, Byte.class);
        add(known, new Scalar("integer", "int16", ""), short.class, Short.class);
        add(known, new Scalar("integer", "int32", ""), int.class, Integer.class, OptionalInt.class);
        add(known, new Scalar("integer", "int64", ""), long.class, Long.class, OptionalLong.class);
        add(known, new Scalar("integer", "", ""), BigInteger.class);
        add(known, new Scalar("number", "float", ""), float.class, Float.class);
        add(known, new Scalar("number", "double", ""), double.class, Double.class, OptionalDouble.class);
        add(known, new Scalar("number", "", ""), BigDecimal.class, Number.class);
        return Map.copyOf(known);
    }

    private static void texts(Map<Class<?>, Scalar> known) {
        add(known, new Scalar("string", "", ""), String.class, CharSequence.class, char.class, Character.class);
        add(known, new Scalar("string", "", ""), Locale.class, Currency.class, ZoneId.class, ZoneOffset.class);
        add(known, new Scalar("string", "uuid", ""), UUID.class);
        add(known, new Scalar("string", "uri-reference", ""), URI.class);
        add(known, new Scalar("string", "uri", ""), URL.class, Path.class);
        add(known, new Scalar("string", "byte", ""), byte[].class);
    }

    private static void times(Map<Class<?>, Scalar> known) {
        add(known, new Scalar("string", "date-time", ""), Instant.class, OffsetDateTime.class);
        add(known, new Scalar("string", "date", ""), LocalDate.class);
        add(known, new Scalar("string", "time", ""), OffsetTime.class);
        add(known, new Scalar("string", "time-local", "18:30:00"), LocalTime.class);
        add(known, new Scalar("string", "date-time-local", "2026-11-24T18:30:00"), LocalDateTime.class);
        add(known, new Scalar("string", "duration", "PT1M30S"), Duration.class);
        add(known, new Scalar("string", "duration", "P1Y2M3D"), Period.class);
        add(known, new Scalar("string", "", "2026-11-24T18:30:00+01:00[Europe/Berlin]"), ZonedDateTime.class);
        add(known, new Scalar("string", "", "2026-11"), YearMonth.class);
        add(known, new Scalar("string", "", "--11-24"), MonthDay.class);
        add(known, new Scalar("string", "", "2026"), Year.class);
    }

    private static void add(Map<Class<?>, Scalar> known, Scalar scalar, Class<?>... types) {
        for (var type : types) {
            known.put(type, scalar);
        }
    }
}
