package dev.margay.engine;

import dev.margay.http.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// Copies header fields into one array; the decoder has checked them.
final class HeaderCopy implements BiConsumer<String, String> {

    /// Enough for most requests. Vert.x knows the number of fields only by sorting their names.
    private static final int USUAL_FIELDS = 12;

    private String[] fields = new String[2 * USUAL_FIELDS];
    private int at;

    static Headers of(HttpServerRequest http) {
        var source = http.headers();
        var copy = new HeaderCopy();
        if (http.version() == HttpVersion.HTTP_2 && http.authority() != null && !source.contains("host")) {
            copy.accept("host", http.authority().toString());
        }
        source.forEach(copy);
        return copy.headers();
    }

    static Headers of(MultiMap source) {
        var copy = new HeaderCopy();
        source.forEach(copy);
        return copy.headers();
    }

    /// The announced length of a body, -1 if there is none.
    static long contentLength(Headers headers) {
        String length = headers.find("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    @Override
    public void accept(String name, String value) {
        if (name.isEmpty() || name.charAt(0) == ':') {
            return; // HTTP/2's pseudo-headers are parts of the request; without a name it is refused anyway
        }
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, 2 * fields.length);
        }
        fields[at++] = name;
        fields[at++] = value;
    }

    private Headers headers() {
        return Headers.checked(at == fields.length ? fields : Arrays.copyOf(fields, at));
    }
}
