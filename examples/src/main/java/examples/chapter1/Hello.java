package examples.chapter1;

import dev.margay.json.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// What the programs of this chapter are told, as `{"name":"Nic"}`.
record Hello(@Nullable String name) {

    /// The name, or nothing.
    String whom() {
        return name == null ? "" : name;
    }

    /// The first value of the text; what follows is left alone.
    ///
    /// @throws dev.margay.json.JsonException if it does not begin with one of this shape
    static Hello first(byte[] text) {
        try (var parser = JsonMapper.shared().createParser(text)) {
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                return new Hello(null);
            }
            parser.skipChildren();
            int end = Math.toIntExact(parser.currentLocation().getByteOffset());
            return Json.read(Arrays.copyOf(text, end), Hello.class);
        } catch (JacksonException _) {
            return Json.read(text, Hello.class); // which says what is wrong with it
        }
    }
}
