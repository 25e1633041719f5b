package dev.margay.openapi;

import dev.margay.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the sources say of types and their members, as [SourceComments] wrote it at build time. Immutable.
final class Comments {

    static final String RESOURCE = "META-INF/margay/comments.json";

    private final Map<String, String> texts;

    private Comments(Map<String, String> texts) {
        this.texts = texts;
    }

    /// Those of all jars and directories of the class path; none if nobody wrote any.
    static Comments onClassPath() {
        var texts = new HashMap<String, String>();
        var context = Thread.currentThread().getContextClassLoader();
        var loader = context == null ? Comments.class.getClassLoader() : context;
        try {
            for (var place : Collections.list(loader.getResources(RESOURCE))) {
                try (var in = place.openStream()) {
                    Json.read(in, JsonNode.class)
                            .properties()
                            .forEach(each ->
                                    texts.put(each.getKey(), each.getValue().asString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
        return new Comments(Map.copyOf(texts));
    }

    /// Empty if there is none.
    String of(Class<?> type) {
        return texts.getOrDefault(key(type), "");
    }

    /// Of a component of a record; empty if there is none.
    String of(Class<?> type, String component) {
        return texts.getOrDefault(key(type) + "#" + component, "");
    }

    private static String key(Class<?> type) {
        return type.getName().replace('$', '.');
    }
}
