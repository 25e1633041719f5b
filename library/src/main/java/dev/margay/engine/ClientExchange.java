package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.context.DeadlineExceededException;
import dev.margay.context.VirtualThreads;
import dev.margay.engine.HttpClient.BrokenConnectionException;
import dev.margay.engine.HttpClient.ConnectFailedException;
import dev.margay.engine.HttpClient.NoConnectionFreeException;
import dev.margay.http.Body;
import dev.margay.http.Headers;
import dev.margay.http.Request;
import dev.margay.http.Response;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One call out: made on a loop, waited for by the calling thread.
final class ClientExchange implements BodyReader.Source, BodyWriter.Sink {

    /// Answers announced to be no longer are complete when they are handed over.
    private static final long WHOLE = 64 << 10;

    private static final ThreadFactory UPLOADS = VirtualThreads.onJdk("upload");

    private final HttpClientAgent agent;
    private final ContextInternal context;
    private final Request request;
    private final Call call;
    private final Endpoint endpoint;
    private final CompletableFuture<HttpClientRequest> connected = new CompletableFuture<>();
    private final CompletableFuture<Response> answered = new CompletableFuture<>();
    private final BodyReader reader;
    private @Nullable HttpClientRequest sending;
    private @Nullable HttpClientResponse receiving;
    private @Nullable BodyWriter writer;
    private @Nullable Future<?> timer;
    private boolean uploaded;
    private long unsent;
    private volatile boolean over;

    ClientExchange(HttpClientAgent agent, ContextInternal context, Request request, Call call) {
        this.agent = agent;
        this.context = context;
        this.request = request;
        this.call = call;
        this.endpoint = Endpoint.of(request.target());
        this.reader = new BodyReader(this, call.deadline()::remainingNanos, this::late);
    }

    /// On the calling thread: until the head of the answer is there, or the whole of a short one.
    Response exchange(Duration waiting) throws Exception {
        boolean done = false;
        try {
            context.nettyEventLoop().execute(() -> connect(waiting));
            var out = await(connected);
            if (request.body() instanceof Body.Bytes bytes) {
                context.nettyEventLoop().execute(() -> sendWhole(out, bytes.content()));
            } else {
                UPLOADS.newThread(() -> upload(out)).start();
            }
            var response = await(answered);
            done = true;
            return response;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private void connect(Duration waiting) {
        long millis = Math.max(
                1, Math.min(waiting.toMillis(), call.deadline().remaining().toMillis()));
        var options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setURI(endpoint.target())
                .setConnectTimeout(millis);
        context.dispatch(() -> agent.request(options).onComplete(this::connected, this::notConnected));
    }

    private void connected(HttpClientRequest ready) {
        sending = ready;
        if (over) {
            var _ = ready.reset();
            return;
        }
        timer = context.nettyEventLoop().schedule(this::expire, call.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
        IncomingCall.onto(request.headers(), call).forEach((name, value) -> {
            if (travels(name)) {
                ready.headers().add(name, value);
            }
        });
        ready.exceptionHandler(this::broken);
        ready.response().onComplete(this::head, this::broken);
        connected.complete(ready);
    }

    private void notConnected(Throwable cause) {
        var what = "no connection to %s:%d: %s".formatted(endpoint.host(), endpoint.port(), cause.getMessage());
        // A connection that takes too long to make is no TimeoutException: only the wait for a free one is.
        boolean full = cause instanceof ConnectionPoolTooBusyException || cause instanceof TimeoutException;
        connected.completeExceptionally(
                full ? new NoConnectionFreeException(what, cause) : new ConnectFailedException(what, cause));
    }

    private void broken(Throwable cause) {
        end();
        var failure = new BrokenConnectionException(
                "the connection to %s:%d broke: %s".formatted(endpoint.host(), endpoint.port(), cause.getMessage()),
                cause);
        if (!answered.completeExceptionally(failure)) {
            reader.fail(String.valueOf(failure.getMessage()));
        }
    }

    private void sendWhole(HttpClientRequest out, byte[] content) {
        uploaded = true;
        var sent = content.length == 0 && !expectsBody()
                ? out.end()
                : out.end(BufferInternal.buffer(Unpooled.wrappedBuffer(content)));
        sent.onFailure(this::broken);
    }

    private boolean expectsBody() {
        return switch (request.method()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    /// On a thread of its own, so that an answer can be read while the request is still being sent.
    private void upload(HttpClientRequest out) {
        var pieces = new BodyWriter(this, call.deadline().remaining());
        onLoop(() -> beginUpload(out, pieces));
        try {
            call.run(() -> {
                request.body().writeTo(pieces);
                return true;
            });
            onLoop(() -> endUpload(out));
        } catch (Throwable failure) { // the thread's last frame: the caller is told
            onLoop(() -> uploadFailed(failure));
        }
    }

    private void beginUpload(HttpClientRequest out, BodyWriter pieces) {
        writer = pieces;
        var length = request.body().length();
        if (length.isPresent()) {
            out.putHeader("Content-Length", Long.toString(length.getAsLong()));
            unsent = length.getAsLong();
        } else {
            out.setChunked(true);
            unsent = Long.MAX_VALUE;
        }
        if (over) {
            pieces.fail("the call is over");
        }
    }

    @Override
    public void send(byte[] piece, BodyWriter pieces) {
        onLoop(() -> sendPiece(Objects.requireNonNull(sending), piece, pieces));
    }

    /// The request ends with the last byte announced: its answer can be here before the writer has come to an end.
    private void sendPiece(HttpClientRequest out, byte[] piece, BodyWriter pieces) {
        unsent -= piece.length;
        if (unsent < 0) {
            uploadFailed(new IOException("a body of more bytes than announced"));
            return;
        }
        uploaded = unsent == 0;
        var bytes = BufferInternal.buffer(Unpooled.wrappedBuffer(piece));
        var sent = uploaded ? out.end(bytes) : out.write(bytes);
        sent.onComplete(_ -> pieces.sent(piece.length), this::broken);
    }

    private void endUpload(HttpClientRequest out) {
        if (uploaded) {
            return;
        }
        if (request.body().length().isPresent() && unsent > 0) {
            uploadFailed(new IOException("a body of %d bytes less than announced".formatted(unsent)));
            return;
        }
        uploaded = true;
        out.end().onFailure(this::broken);
    }

    private void uploadFailed(Throwable failure) {
        if (!over) {
            answered.completeExceptionally(failure);
            abort();
        }
    }

    private void head(HttpClientResponse in) {
        receiving = in;
        var headers = HeaderCopy.of(in.headers());
        var length = length(in.statusCode(), headers);
        in.exceptionHandler(this::broken);
        if (length.isPresent() && length.getAsLong() <= WHOLE) {
            in.body().onComplete(body -> answer(in, headers, Body.of(body.getBytes())), this::broken);
        } else {
            in.handler(piece -> reader.add(piece.getBytes()));
            in.endHandler(_ -> {
                reader.end();
                complete();
            });
            answer(in, headers, Body.from(reader, length));
        }
    }

    private void answer(HttpClientResponse in, Headers headers, Body body) {
        answered.complete(new Response(in.statusCode(), headers, body));
        if (body instanceof Body.Bytes) {
            complete();
        }
    }

    private OptionalLong length(int status, Headers headers) {
        if (request.method().equals("HEAD") || status == 204 || status == 304) {
            return OptionalLong.of(0);
        }
        String length = headers.find("Content-Length");
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    /// The answer is handed over; if it came before the whole request was sent, the connection is of no more use.
    private void complete() {
        end();
        if (!uploaded && sending != null) {
            var _ = sending.reset();
        }
    }

    private void end() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (writer != null) {
            writer.fail("the call is over");
        }
    }

    private void expire() {
        if (!over) {
            answered.completeExceptionally(late());
            abort();
        }
    }

    private DeadlineExceededException late() {
        return new DeadlineExceededException(
                "the deadline passed before %s:%d had answered".formatted(endpoint.host(), endpoint.port()));
    }

    private void abort() {
        if (over) {
            return;
        }
        end();
        reader.fail("the call was given up");
        if (sending != null) {
            var _ = sending.reset();
        }
    }

    /// Gives the call up if it is not over: closes its connection.
    @Override
    public void close() {
        if (!over) {
            context.nettyEventLoop().execute(this::abort);
        }
    }

    private <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(call.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw late();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void pause() {
        Objects.requireNonNull(receiving).pause();
    }

    @Override
    public void resume() {
        Objects.requireNonNull(receiving).resume();
    }

    @Override
    public void onLoop(Runnable task) {
        context.nettyEventLoop().execute(task);
    }

    /// What belongs to one connection is not sent on (RFC 9110 section 7.6.1).
    private static boolean travels(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "content-length",
                    "expect" -> false;
            default -> true;
        };
    }

    /// Where an absolute target leads.
    private record Endpoint(String host, int port, String target) {

        private static final int HTTP = 80;

        static Endpoint of(String absolute) {
            if (!absolute.regionMatches(true, 0, "http://", 0, 7)) {
                throw new IllegalArgumentException(
                        "target '%s' (expected: http://host:port/path)".formatted(shown(absolute)));
            }
            String target = HeadRules.origin(absolute);
            int end = 7;
            while (end < absolute.length() && "/?#".indexOf(absolute.charAt(end)) < 0) {
                end++;
            }
            String authority = absolute.substring(7, end);
            int colon = authority.lastIndexOf(':');
            boolean named = colon > authority.lastIndexOf(']');
            String host = named ? authority.substring(0, colon) : authority;
            int port = named ? port(authority.substring(colon + 1), absolute) : HTTP;
            if (host.isEmpty() || host.indexOf('@') >= 0) {
                throw new IllegalArgumentException("target '%s' (expected: a host)".formatted(shown(absolute)));
            }
            return new Endpoint(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, target);
        }

        private static int port(String text, String absolute) {
            if (text.length() > 5 || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("target '%s' (expected: a port)".formatted(shown(absolute)));
            }
            return Integer.parseInt(text);
        }

        private static String shown(String text) {
            return text.length() <= 100 ? text : text.substring(0, 100) + "...";
        }
    }
}
