package dev.margay.web;

import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Middleware;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Sends text, JSON and the like with `Content-Encoding: gzip` to clients that accept it.
///
/// Bodies below the threshold stay as they are; streamed ones are compressed piece by piece, each `flush` passed on. A
/// strong `ETag` becomes a weak one, since the bytes are no longer the same (RFC 9110 section 8.8.1): who
/// compares tags in `If-Match` must take `W/"3"` for `"3"` where a tag names a version and not bytes.
public final class Compression implements Middleware {

    private static final int THRESHOLD = 1_024;
    private static final int BUFFER = 8_192;
    private static final Set<String> CODINGS = Set.of("gzip");
    private static final Set<String> TYPES = Set.of(
            "application/json",
            "application/javascript",
            "application/xml",
            "application/x-ndjson",
            "application/problem+json",
            "image/svg+xml");

    private final int threshold;

    private Compression(int threshold) {
        this.threshold = threshold;
    }

    /// From 1 KiB on.
    public static Compression standard() {
        return from(THRESHOLD);
    }

    /// For bodies of at least so many bytes.
    public static Compression from(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: %d (expected: >= 0)".formatted(bytes));
        }
        return new Compression(bytes);
    }

    @Override
    public Handler around(Handler next) {
        return request -> answer(request, next.handle(request));
    }

    private Response answer(Request request, Response response) throws IOException {
        var length = response.body().length();
        if (length.isPresent() && (length.getAsLong() < threshold || length.getAsLong() == 0)) {
            return response;
        }
        if (!suitable(response)) {
            return response;
        }
        var varying = Vary.on("Accept-Encoding", response.headers());
        return AcceptEncoding.best(CODINGS, request.headers()) != null
                ? new Response(response.status(), encoded(varying), compressed(request, response.body()))
                : response.with(varying);
    }

    private static boolean suitable(Response response) {
        var headers = response.headers();
        String control = headers.find("Cache-Control");
        return response.status() >= 200
                && response.status() != 204
                && response.status() != 206
                && response.status() != 304
                && !headers.has("Content-Encoding")
                && !headers.has("Content-Range")
                && (control == null || !control.toLowerCase(Locale.ROOT).contains("no-transform"))
                && compressible(headers.find("Content-Type"));
    }

    private static boolean compressible(@Nullable String type) {
        if (type == null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String plain =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        return plain.startsWith("text/") || plain.endsWith("+json") || TYPES.contains(plain);
    }

    private static Headers encoded(Headers headers) {
        var changed = headers.without("Content-Length").with("Content-Encoding", "gzip");
        String tag = headers.find("ETag");
        return tag == null || tag.startsWith("W/") ? changed : changed.with("ETag", "W/" + tag);
    }

    private static Body compressed(Request request, Body body) throws IOException {
        if (body instanceof Body.Bytes bytes) {
            var target = new ByteArrayOutputStream(Math.max(64, bytes.content().length / 3));
            try (var gzip = new GZIPOutputStream(target, BUFFER)) {
                gzip.write(bytes.content());
            }
            return Body.of(target.toByteArray());
        }
        if (request.method().equals("HEAD")) {
            body.discard();
            return Body.writtenBy(_ -> {}).watchedBy(body::sent);
        }
        return Body.writtenBy(target -> compress(body, target)).watchedBy(body::sent);
    }

    private static void compress(Body body, OutputStream target) throws IOException {
        var gzip = new GZIPOutputStream(target, BUFFER, true);
        if (body instanceof Body.Streamed streamed) {
            try (InputStream content = streamed.content()) {
                content.transferTo(gzip);
            }
        } else {
            body.writeTo(gzip);
        }
        gzip.finish();
        target.flush();
    }
}
