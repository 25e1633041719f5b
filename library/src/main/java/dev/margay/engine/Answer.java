package dev.margay.engine;

import dev.margay.http.Body;
import dev.margay.http.Problems;
import dev.margay.http.Response;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Puts a [Response] on the wire: at once if its bytes are at hand, else piece by piece as its thread makes them.
///
/// An answer that breaks off after its head was sent ends its connection or stream: never a clean end that is none.
final class Answer implements BodyWriter.Sink {

    private static final CharSequence DATE = HttpHeaders.createOptimized("Date");
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("Content-Type");

    private final Exchange exchange;
    private final HttpServerRequest http;
    private final HttpServerResponse out;
    private final Loop loop;
    private final boolean http2;
    private boolean begun;
    private boolean ended;
    private volatile @Nullable BodyWriter writer;
    private volatile boolean headSent;
    private volatile boolean broken;
    private @Nullable Response streamed;

    Answer(Exchange exchange, HttpServerRequest http, Loop loop) {
        this.exchange = exchange;
        this.http = http;
        this.out = http.response();
        this.loop = loop;
        this.http2 = http.version() == HttpVersion.HTTP_2;
    }

    /// Whether the answer is settled; what else the peer sends is not looked at. On the loop.
    boolean begun() {
        return begun;
    }

    boolean http2() {
        return http2;
    }

    /// Whether its last byte is written. On the loop.
    boolean ended() {
        return ended;
    }

    /// The peer is gone: a thread that writes learns it. On the loop.
    void abandoned() {
        var writing = writer;
        if (writing != null) {
            writing.fail("the peer closed the connection");
        }
    }

    /// Whether the body must be made by the request's own thread.
    boolean streams(Response response) {
        return !(response.body() instanceof Body.Bytes);
    }

    /// Writes the body. On the request's thread.
    void stream(Response response) throws IOException {
        if (bodiless(response.status()) || exchange.method().equals("HEAD")) {
            response.body().discard();
            return;
        }
        streamed = response;
        var writing = new BodyWriter(this, loop.serving().limits().times().idle());
        writer = writing;
        if (exchange.gone()) {
            writing.fail("the peer closed the connection");
        }
        response.body().writeTo(writing);
        var length = response.body().length();
        if (length.isPresent() && length.getAsLong() != writing.count() + writing.rest().length) {
            throw new IOException("a body of %d bytes (announced: %d)"
                    .formatted(writing.count() + writing.rest().length, length.getAsLong()));
        }
    }

    /// The handler failed. On the request's thread: if the head is out, what follows cannot be an answer.
    void failed() {
        broken = headSent;
        writer = null;
    }

    /// Whether the peer has left or takes no more of the body. Any thread.
    boolean unwanted() {
        var writing = writer;
        return exchange.gone() || (writing != null && writing.isBroken());
    }

    /// The status the peer learns of an answer whose body failed. On the request's thread.
    int statusOf(Response response, Throwable failure) {
        if (headSent) {
            return response.status();
        }
        return unwanted() ? Problems.CANCELLED : Problems.of(failure).status();
    }

    /// A piece of a streamed body. On the request's thread.
    @Override
    public void send(byte[] piece, BodyWriter writing) {
        headSent = true;
        loop.netty().execute(() -> sendPiece(piece, writing));
    }

    private void sendPiece(byte[] piece, BodyWriter writing) {
        if (exchange.gone() || out.closed()) {
            writing.fail("the peer closed the connection");
            return;
        }
        if (!begun) {
            exchange.letContinue(); // after the head it could not be said
            begun = true;
            var response = Objects.requireNonNull(streamed);
            head(response, !http2 && loop.serving().draining()); // the rest of the request may still be read
            var length = response.body().length();
            if (length.isPresent()) {
                out.putHeader("Content-Length", Long.toString(length.getAsLong()));
            } else if (!http2) {
                out.setChunked(true);
            }
        }
        out.write(BufferInternal.buffer(Unpooled.wrappedBuffer(piece)))
                .onComplete(_ -> writing.sent(piece.length), _ -> writing.fail("the peer closed the connection"));
    }

    /// The whole answer, or the rest of it. On the loop.
    void send(Response response) {
        if (ended || out.ended() || out.closed()) {
            return;
        }
        ended = true;
        if (broken) {
            abort();
            return;
        }
        boolean first = !begun;
        begun = true;
        boolean last = closes();
        if (first) {
            head(response, last);
        }
        exchange.ended();
        byte[] rest = rest(response, first);
        var done = out.end(BufferInternal.buffer(Unpooled.wrappedBuffer(rest)));
        if (http2) {
            done.onComplete(_ -> sent());
        } else if (last) {
            done.onComplete(_ -> exchange.wire().close());
        }
    }

    private byte[] rest(Response response, boolean first) {
        if (bodiless(response.status())) {
            return new byte[0];
        }
        var writing = writer;
        if (writing != null) {
            return writing.rest();
        }
        if (exchange.method().equals("HEAD")) {
            announce(response.body().length());
            return new byte[0];
        }
        return response.body() instanceof Body.Bytes bytes && first ? bytes.content() : new byte[0];
    }

    private void announce(OptionalLong length) {
        if (length.isPresent() && !out.headers().contains("Content-Length")) {
            out.putHeader("Content-Length", Long.toString(length.getAsLong()));
        }
    }

    private void head(Response response, boolean last) {
        out.setStatusCode(response.status());
        MultiMap fields = out.headers();
        response.headers().forEach((name, value) -> {
            if (carried(name)) {
                fields.add(nameOf(name), value);
            }
        });
        fields.set(http2 ? HttpHeaders.DATE : DATE, loop.date());
        if (last) {
            fields.set("Connection", "close");
            exchange.wire().last();
        }
    }

    /// The commonest name in a form that needs no hashing and no encoding.
    private CharSequence nameOf(String name) {
        if (http2) {
            return name.toLowerCase(Locale.ROOT);
        }
        return name.equals("Content-Type") ? CONTENT_TYPE : name;
    }

    /// The framing is the engine's; a handler cannot contradict it.
    private boolean carried(String name) {
        return switch (name.length()) {
            case 4 -> !name.equalsIgnoreCase("Date");
            case 10 -> !name.equalsIgnoreCase("Connection") && !(http2 && name.equalsIgnoreCase("Keep-Alive"));
            case 14 ->
                !name.equalsIgnoreCase("Content-Length") || exchange.method().equals("HEAD");
            case 17 -> !name.equalsIgnoreCase("Transfer-Encoding");
            default -> true;
        };
    }

    /// Whether the connection ends with this answer: the server stops, or not all of the request was read.
    private boolean closes() {
        if (http2) {
            return false;
        }
        if (!exchange.bodyComplete()) {
            exchange.wire().linger();
            return true;
        }
        return loop.serving().draining();
    }

    private void sent() {
        exchange.sent();
        if (!exchange.bodyComplete()) {
            out.reset(0); // NO_ERROR: the rest of the request is not wanted (RFC 9113 section 8.1)
        }
    }

    /// Ends the connection or stream, so that nobody takes what was sent for the whole.
    void abort() {
        exchange.ended();
        if (http2) {
            exchange.sent();
            out.reset(2); // INTERNAL_ERROR
        } else {
            http.connection().close();
        }
    }

    private static boolean bodiless(int status) {
        return status < 200 || status == 204 || status == 304;
    }
}
