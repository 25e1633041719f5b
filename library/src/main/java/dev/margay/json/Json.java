package dev.margay.json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// JSON text to records and back, strict where leniency loses data. Safe for many threads.
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// The value as UTF-8 JSON.
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// The UTF-8 JSON text as a value of the type.
    ///
    /// @throws JsonException if it is not one JSON value of this shape
    public static <T> T read(byte[] text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage(), "", e);
        }
    }
}
