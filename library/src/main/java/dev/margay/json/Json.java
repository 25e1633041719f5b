package dev.margay.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// JSON text to records and back, strict where leniency loses data. Safe for many threads.
///
/// Unknown members are ignored. Refused are: duplicate members, anything after the value, a value of another kind than
/// the record's (no coercion: neither a number for text nor `1.0` for a whole number), null or nothing for a primitive,
/// NaN and numbers too large to hold, text that is not UTF-8, unpaired surrogates, more than 64 levels. Times,
/// dates, durations and periods are ISO 8601 text. Null members are written as `null`, an empty `Optional` too, and
/// a missing member is read as either.
public final class Json {

    /// Most objects and lists inside each other.
    public static final int MOST_LEVELS = 64;

    private static final int LONGEST_NUMBER = 200;
    private static final int LONGEST_NAME = 1_000;
    private static final JsonMapper MAPPER = mapper();
    private static final ClassValue<ObjectReader> READERS = new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
            return MAPPER.readerFor(type);
        }
    };
    private static final ClassValue<ObjectWriter> WRITERS = new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> type) {
            return type.isRecord() ? MAPPER.writerFor(type) : MAPPER.writer();
        }
    };
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY = MAPPER.writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

    private Json() {}

    /// The value as UTF-8 JSON.
    public static byte[] write(Object value) {
        return WRITERS.get(value.getClass()).writeValueAsBytes(value);
    }

    /// The value as JSON into the stream, which stays open.
    public static void write(Object value, OutputStream target) {
        WRITERS.get(value.getClass()).writeValue(target, value);
    }

    /// The value as JSON text on one line.
    public static String text(Object value) {
        return WRITERS.get(value.getClass()).writeValueAsString(value);
    }

    /// The value as JSON for people: on several lines, indented by two blanks.
    public static String pretty(Object value) {
        return PRETTY.writeValueAsString(value);
    }

    /// The UTF-8 JSON text as a value of the type: a record, a [java.util.Map], a `JsonNode` for the bare tree.
    ///
    /// @throws JsonException if it is not one JSON value of this shape
    @SuppressWarnings("unchecked") // the reader was made for this type, which may be primitive
    public static <T> T read(byte[] text, Class<T> type) {
        return (T) parsed(text, READERS.get(type));
    }

    /// As [#read(byte[], Class)], of all that the stream holds; the caller closes it.
    public static <T> T read(InputStream text, Class<T> type) throws IOException {
        return read(text.readAllBytes(), type);
    }

    /// As [#read(byte[], Class)].
    public static <T> T read(String text, Class<T> type) {
        return read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /// The UTF-8 JSON text as a list of values of the type.
    @SuppressWarnings("unchecked") // the reader was made for this type
    public static <T> List<T> readList(byte[] text, Class<T> element) {
        return (List<T>) parsed(text, MAPPER.readerForListOf(element));
    }

    /// The name in JSON of each component of the record: its own unless an annotation gives another.
    public static Map<String, String> memberNames(Class<?> type) {
        var names = new HashMap<String, String>();
        var config = MAPPER.serializationConfig();
        var introspector = config.classIntrospectorInstance().forOperation(config);
        var javaType = MAPPER.constructType(type);
        introspector
                .introspectForSerialization(javaType, introspector.introspectClassAnnotations(javaType))
                .findProperties()
                .forEach(property -> names.put(property.getInternalName(), property.getName()));
        return names;
    }

    private static Object parsed(byte[] text, ObjectReader reader) {
        JsonText.check(text);
        Object value;
        try {
            value = reader.readValue(text);
        } catch (JacksonException e) {
            throw Explanation.of(e);
        }
        if (value == null) {
            throw new JsonException("null (expected: a value)", "", null);
        }
        return value;
    }

    static JsonParser parser(byte[] text) {
        return MAPPER.createParser(text);
    }

    static JsonGenerator generator(OutputStream target) {
        return MAPPER.createGenerator(target);
    }

    /// What holds for every notation.
    static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MOST_LEVELS)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .build();
    }

    private static JsonMapper mapper() {
        var builder = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(constraints())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .addModule(StrictTypes.module());
        return withoutCoercion(builder).build();
    }

    /// A value of another kind is refused, but for a whole number where any number may stand.
    private static JsonMapper.Builder withoutCoercion(JsonMapper.Builder builder) {
        for (var type : LogicalType.values()) {
            builder.withCoercionConfig(type, config -> {
                for (var shape : CoercionInputShape.values()) {
                    boolean same = type == LogicalType.Float && shape == CoercionInputShape.Integer;
                    config.setCoercion(shape, same ? CoercionAction.TryConvert : CoercionAction.Fail);
                }
            });
        }
        return builder;
    }
}
