package dev.margay.engine;

import dev.margay.context.Call;
import dev.margay.context.DeadlineExceededException;
import dev.margay.context.Unavailable;
import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Sends requests over pooled HTTP/1.1 connections: a [Handler] whose targets are absolute. Safe for many threads.
///
/// The current [Call] travels along: its id, its trace and the time left. `handle` returns when the head of the answer
/// is there; a longer body is read from the connection as the caller reads it, and closing it unread closes the
/// connection. The time limit covers the body. When the call is cancelled, the connection is closed.
///
/// Fails with [ConnectFailedException] or [NoConnectionFreeException] where the request was surely not processed;
/// with [BrokenConnectionException] or [DeadlineExceededException] where that is unknown; with [CancelledException].
public final class HttpClient implements Handler, AutoCloseable {

    private final Vertx vertx;
    private final boolean owned;
    private final HttpClientAgent agent;
    private final ClientOptions options;
    private final List<ContextInternal> contexts;
    private final String loopPrefix;

    private HttpClient(Vertx vertx, boolean owned, List<ContextInternal> contexts, Named options) {
        this.vertx = vertx;
        this.owned = owned;
        this.contexts = contexts;
        this.options = options.options();
        this.loopPrefix = options.loopPrefix();
        this.agent = vertx.createHttpClient(settings(options.options()), pool(options.options()));
    }

    private record Named(ClientOptions options, String loopPrefix) {}

    /// A client with event loops of its own.
    public static HttpClient open(ClientOptions options) {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var vertx = HttpServer.vertx(loops).build();
        var contexts = IntStream.range(0, loops)
                .mapToObj(_ -> ((VertxInternal) vertx).createEventLoopContext())
                .toList();
        return new HttpClient(vertx, true, contexts, new Named(options, ""));
    }

    /// A client on the loops of a server: a call made by a handler stays on the loop of its request.
    static HttpClient on(Vertx vertx, List<Loop> loops, String loopPrefix, ClientOptions options) {
        var contexts = loops.stream().map(Loop::context).toList();
        return new HttpClient(vertx, false, contexts, new Named(options, loopPrefix));
    }

    private static HttpClientOptions settings(ClientOptions options) {
        return new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(options.connect().toMillis()))
                .setKeepAlive(true)
                .setKeepAliveTimeout(Math.toIntExact(Math.max(1, options.idle().toSeconds())))
                .setTcpNoDelay(true)
                .setMaxHeaderSize(64 << 10)
                .setDecompressionSupported(false);
    }

    private static PoolOptions pool(ClientOptions options) {
        return new PoolOptions().setHttp1MaxSize(options.connections()).setMaxWaitQueueSize(options.queued());
    }

    /// Sends the request and waits for the head of its answer.
    @Override
    public Response handle(Request request) throws Exception {
        var current = Call.currentOrNew();
        var call = current.with(current.deadline().within(options.total()));
        if (call.deadline().expired()) {
            throw new DeadlineExceededException("no time is left to call " + request.target());
        }
        var exchange = new ClientExchange(agent, context(), request, call);
        return call.cancellation().interruptible(() -> exchange.exchange(options.waiting()));
    }

    /// The loop of the calling handler if it is one of ours, else any.
    private ContextInternal context() {
        String thread = Thread.currentThread().getName();
        if (!loopPrefix.isEmpty() && thread.startsWith(loopPrefix)) {
            return contexts.get(Integer.parseInt(thread, loopPrefix.length(), thread.length(), 10));
        }
        return contexts.get(Math.floorMod(Thread.currentThread().threadId(), contexts.size()));
    }

    /// Closes its connections; calls in progress fail.
    @Override
    public void close() {
        var closed = (owned ? vertx.close() : agent.close()).toCompletionStage().toCompletableFuture();
        closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /// The connection broke after the request was sent: the server may or may not have acted on it.
    public static final class BrokenConnectionException extends IOException {

        private static final long serialVersionUID = 1L;

        public BrokenConnectionException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// No connection could be had: the server has surely not seen the request, so it can be sent again, or elsewhere.
    public static final class ConnectFailedException extends IOException {

        private static final long serialVersionUID = 1L;

        public ConnectFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// All connections to the server are in use, and too many calls wait for one: the server has surely not seen the
    /// request.
    public static final class NoConnectionFreeException extends IOException implements Unavailable {

        private static final long serialVersionUID = 1L;
        private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

        public NoConnectionFreeException(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public Duration retryAfter() {
            return RETRY_AFTER;
        }
    }
}
