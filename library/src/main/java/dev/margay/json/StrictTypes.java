package dev.margay.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/// Readers for the types that the parser's own readers take from several kinds of value: here from one.
final class StrictTypes {

    private static final Map<Class<?>, IsoText<?>> TIMES = times();

    private StrictTypes() {}

    static JacksonModule module() {
        var module = new SimpleModule("margay") {
            private static final long serialVersionUID = 1L;

            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addValueInstantiators(new RecordMaker.ForRecords());
            }
        };
        TIMES.values().forEach(reader -> register(module, reader));
        module.addDeserializer(Double.class, new Finite<>(Double.class, value -> value, Double::isFinite));
        module.addDeserializer(double.class, new Finite<>(double.class, value -> value, Double::isFinite));
        module.addDeserializer(
                Float.class, new Finite<>(Float.class, value -> (float) (double) value, StrictTypes::isFloat));
        module.addDeserializer(
                float.class, new Finite<>(float.class, value -> (float) (double) value, StrictTypes::isFloat));
        return module;
    }

    private static boolean isFloat(double value) {
        return Float.isFinite((float) value);
    }

    static String example(Class<?> type) {
        var reader = TIMES.get(type);
        return reader == null ? "ISO 8601 text" : "ISO 8601 text such as " + reader.example;
    }

    private static <T> void register(SimpleModule module, IsoText<T> reader) {
        module.addDeserializer(reader.type, reader);
    }

    private static Map<Class<?>, IsoText<?>> times() {
        var times = new LinkedHashMap<Class<?>, IsoText<?>>();
        add(
                times,
                Instant.class,
                "2026-11-24T18:30:00Z",
                text -> OffsetDateTime.parse(text).toInstant());
        add(times, LocalDate.class, "2026-11-24", LocalDate::parse);
        add(times, LocalTime.class, "18:30:00", LocalTime::parse);
        add(times, LocalDateTime.class, "2026-11-24T18:30:00", LocalDateTime::parse);
        add(times, OffsetTime.class, "18:30:00+01:00", OffsetTime::parse);
        add(times, OffsetDateTime.class, "2026-11-24T18:30:00+01:00", OffsetDateTime::parse);
        add(times, ZonedDateTime.class, "2026-11-24T18:30:00+01:00[Europe/Berlin]", ZonedDateTime::parse);
        add(times, Duration.class, "PT1M30S", Duration::parse);
        add(times, Period.class, "P1Y2M3D", Period::parse);
        add(times, YearMonth.class, "2026-11", YearMonth::parse);
        add(times, Year.class, "2026", Year::parse);
        return times;
    }

    private static <T> void add(
            Map<Class<?>, IsoText<?>> times, Class<T> type, String example, Function<String, T> parse) {
        times.put(type, new IsoText<>(type, example, parse));
    }

    /// Text in one format of ISO 8601; neither numbers nor lists.
    private static final class IsoText<T> extends StdDeserializer<T> {

        private final Class<T> type;
        private final String example;
        private final Function<String, T> parse;

        IsoText(Class<T> type, String example, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.example = example;
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(type, parser);
            }
            String text = parser.getString();
            try {
                return parse.apply(text);
            } catch (DateTimeException _) {
                return (T) context.handleWeirdStringValue(type, text, "not ISO 8601");
            }
        }
    }

    /// A number that its type can hold.
    private static final class Finite<T> extends StdDeserializer<T> {

        private final Class<T> type;
        private final Function<Double, T> convert;
        private final DoublePredicate holds;

        Finite(Class<T> type, Function<Double, T> convert, DoublePredicate holds) {
            super(type);
            this.type = type;
            this.convert = convert;
            this.holds = holds;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT) && !parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return (T) context.handleUnexpectedToken(type, parser);
            }
            double value = parser.getDoubleValue();
            if (!holds.test(value)) {
                return (T) context.handleWeirdNumberValue(type, value, "too large");
            }
            return convert.apply(value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable T getNullValue(DeserializationContext context) {
            return type.isPrimitive() ? (T) context.reportInputMismatch(this, "null for a primitive") : null;
        }
    }
}
