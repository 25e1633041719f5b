package dev.margay.web;

import dev.margay.context.Blocking;
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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends text, JSON and the like in the coding the client likes best of zstd, gzip and deflate (RFC 9110
/// section 12.5.3); zstd needs `com.github.luben:zstd-jni` on the class path. Safe for many threads.
///
/// Bodies below the threshold stay as they are, unless the client refuses that, as do types that are
/// compressed already and event streams, whose many listeners would each hold a compressor open. Streamed
/// bodies are compressed piece by piece, each `flush` passed on. What depends on the choice says so in
/// `Vary`. A strong `ETag` becomes a weak one, since the bytes are no longer the same (RFC 9110 section
/// 8.8.1): who compares tags in `If-Match` must take `W/"3"` for `"3"` where a tag names a version and not
/// bytes.
public final class Compression implements Middleware {

    private static final int THRESHOLD = 1_024;
    private static final int SMALL = 32 << 10; // compressed on the request's own thread, in less than a millisecond
    private static final String EVENTS = "text/event-stream";
    private static final Set<String> TYPES = Set.of(
            "application/json",
            "application/javascript",
            "application/xml",
            "application/x-ndjson",
            "application/jsonl",
            "application/yaml",
            "application/cbor",
            "application/wasm",
            "image/bmp",
            "font/ttf",
            "font/otf");
    private static final List<String> SUFFIXES = List.of("+json", "+xml", "+yaml", "+cbor");

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

    private Response answer(Request request, Response response) throws Exception {
        long length = response.body().length().orElse(Long.MAX_VALUE);
        if (length == 0) {
            return response;
        }
        if ((length < threshold && !AcceptEncoding.refusesIdentity(request.headers())) || !suitable(response)) {
            return response;
        }
        var varying = Vary.on("Accept-Encoding", response.headers());
        var best = AcceptEncoding.best(Coding.TOKENS, request.headers());
        if (best == null) {
            return response.with(varying);
        }
        var coding = Coding.named(best).orElseThrow();
        return new Response(response.status(), encoded(varying, coding), encoded(request, response.body(), coding));
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
        return plain.startsWith("text/")
                ? !plain.equals(EVENTS)
                : TYPES.contains(plain) || SUFFIXES.stream().anyMatch(plain::endsWith);
    }

    private static Headers encoded(Headers headers, Coding coding) {
        var changed = headers.without("Content-Length").with("Content-Encoding", coding.token());
        String tag = headers.find("ETag");
        return tag == null || tag.startsWith("W/") ? changed : changed.with("ETag", "W/" + tag);
    }

    private static Body encoded(Request request, Body body, Coding coding) throws Exception {
        if (body instanceof Body.Bytes(byte[] content)) {
            return Body.of(
                    content.length <= SMALL ? encoded(content, coding) : Blocking.call(() -> encoded(content, coding)));
        }
        if (request.method().equals("HEAD")) {
            body.discard();
            return Body.writtenBy(_ -> {}).watchedBy(body::sent);
        }
        return Body.writtenBy(target -> encode(body, coding, target)).watchedBy(body::sent);
    }

    private static byte[] encoded(byte[] content, Coding coding) throws IOException {
        var target = new ByteArrayOutputStream(Math.max(64, content.length / 3));
        try (var encoder = coding.to(target)) {
            encoder.write(content);
        }
        return target.toByteArray();
    }

    private static void encode(Body body, Coding coding, OutputStream target) throws IOException {
        var open = new Open(target);
        try (var encoder = coding.to(open)) {
            try {
                write(body, encoder);
            } catch (Throwable failure) { // whatever it is: what broke off must not end well
                open.broken = true;
                throw failure;
            }
        }
        target.flush();
    }

    private static void write(Body body, OutputStream encoder) throws IOException {
        if (body instanceof Body.Streamed streamed) {
            try (InputStream content = streamed.content()) {
                content.transferTo(encoder);
            }
        } else {
            body.writeTo(encoder);
        }
    }

    /// Stays open when the encoder is closed, which has to be: it holds memory that is not the heap's.
    private static final class Open extends OutputStream {

        private final OutputStream target;
        private boolean broken;

        private Open(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            if (!broken) {
                target.write(source, from, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!broken) {
                target.flush();
            }
        }
    }
}
