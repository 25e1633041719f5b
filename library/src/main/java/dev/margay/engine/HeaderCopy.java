package dev.margay.engine;

import dev.margay.http.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// Copies header fields into one array; the decoder has checked them.
final class HeaderCopy implements BiConsumer<String, String> {

    private String[] fields;
    private int at;

    private HeaderCopy(int expected) {
        fields = new String[2 * expected];
    }

    static Headers of(HttpServerRequest http) {
        var source = http.headers();
        var copy = new HeaderCopy(source.size() + 1);
        if (http.version() == HttpVersion.HTTP_2 && http.authority() != null && !source.contains("host")) {
            copy.accept("host", http.authority().toString());
        }
        source.forEach(copy);
        return copy.headers();
    }

    static Headers of(MultiMap source) {
        var copy = new HeaderCopy(source.size());
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
            fields = Arrays.copyOf(fields, 2 * fields.length + 2);
        }
        fields[at++] = name;
        fields[at++] = value;
    }

    private Headers headers() {
        return Headers.checked(at == fields.length ? fields : Arrays.copyOf(fields, at));
    }
}
