package dev.margay.http;

import dev.margay.json.Json;

/// One HTTP response, as a server sends it or a client receives it. Immutable, but for a body that can be read once.
///
/// @param status 100 to 599 (RFC 9110 section 15)
public record Response(int status, Headers headers, Body body) {

    private static final Headers JSON = Headers.of("Content-Type", "application/json");
    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");
    private static final Response NO_CONTENT = new Response(204, Headers.empty(), Body.empty());

    public Response {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status: %d (expected: 100 to 599)".formatted(status));
        }
    }

    public static Response of(int status) {
        return new Response(status, Headers.empty(), Body.empty());
    }

    /// 200 with the value as JSON.
    public static Response json(Object value) {
        return json(200, value);
    }

    public static Response json(int status, Object value) {
        return new Response(status, JSON, Body.of(Json.write(value)));
    }

    /// 200 with plain text in UTF-8.
    public static Response text(String text) {
        return text(200, text);
    }

    public static Response text(int status, String text) {
        return new Response(status, TEXT, Body.of(text));
    }

    /// 201 with the new thing as JSON and where it can be found.
    public static Response created(String location, Object value) {
        return json(201, value).with("Location", location);
    }

    /// 204.
    public static Response noContent() {
        return NO_CONTENT;
    }

    /// This response, whose end the watcher learns: at once if its bytes are at hand, else when its body was sent.
    public Response whenSent(Body.Watcher watcher) {
        if (body instanceof Body.Bytes) {
            Body.Watched.tell(watcher, status, null);
            return this;
        }
        return with(body.watchedBy(watcher));
    }

    /// This response with exactly one header of this name.
    public Response with(String header, String value) {
        return new Response(status, headers.with(header, value), body);
    }

    public Response with(Headers replaced) {
        return new Response(status, replaced, body);
    }

    public Response with(Body replaced) {
        return new Response(status, headers, replaced);
    }
}
