package dev.margay.engine;

import dev.margay.context.VirtualThreads;
import dev.margay.http.Handler;
import dev.margay.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A server of HTTP/1.1 and HTTP/2 (by ALPN, or with prior knowledge) that runs blocking handlers. Safe for many
/// threads.
///
/// Each request has a virtual thread of its own, which runs on the event loop of its connection until it first blocks.
/// What is no HTTP, too large, too slow or too much is answered before any handler runs.
public final class HttpServer {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /// Tells the threads of several servers in one process apart.
    private static final AtomicInteger SERVERS = new AtomicInteger();

    private static final int MOST_STREAMS = 100;

    private final Vertx vertx;
    private final Serving serving;
    private final EngineTransport.Listener listener;
    private final Watchdog watchdog;
    private final String loopPrefix;
    private final int port;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private HttpServer(Engine parts, int port) {
        this.vertx = parts.vertx;
        this.serving = parts.serving;
        this.listener = parts.listener;
        this.watchdog = parts.watchdog;
        this.loopPrefix = parts.loopPrefix;
        this.port = port;
    }

    /// Serves the routes; failures are answered with the standard error body.
    ///
    /// @throws UncheckedIOException if it cannot listen there
    public static HttpServer start(Routes routes, EngineOptions options) {
        return start(routes, routes, options);
    }

    /// Serves through one handler, which finds in each request the route these routes have matched.
    ///
    /// @throws UncheckedIOException if it cannot listen there
    public static HttpServer start(Routes routes, Handler handler, EngineOptions options) {
        var engine = new Engine(routes, handler, options);
        try {
            var server = new HttpServer(engine, engine.listen(options));
            engine.follow(server.stopped);
            return server;
        } catch (RuntimeException e) {
            engine.vertx.close().toCompletionStage().toCompletableFuture().join();
            throw e;
        }
    }

    /// The port it listens on; -1 for a Unix domain socket.
    public int port() {
        return port;
    }

    /// Requests in progress.
    int requests() {
        return serving.requests();
    }

    /// Stops gracefully: no new connections, requests in progress are finished, each answer the last of its connection.
    ///
    /// What is not done in the given time is cancelled; a little later its connections are closed. Threads that a
    /// handler has started and not waited for go on, elsewhere: whoever starts one joins it.
    /// A second call waits for the first.
    public void stop(Duration drain) throws InterruptedException {
        if (!stopping.compareAndSet(false, true)) {
            stopped.await();
            return;
        }
        try {
            drainAndClose(drain);
        } finally {
            stopped.countDown();
        }
    }

    private void drainAndClose(Duration drain) throws InterruptedException {
        long begin = System.nanoTime();
        serving.drain();
        listener.close();
        forEachWire(wire -> wire.goAway(drain));
        boolean done = awaitQuiet(begin, drain);
        int cancelled = serving.requests();
        if (!done) {
            forEachWire(Wire::cancelRequests);
            awaitQuiet(System.nanoTime(), LAST_WORDS);
        }
        try {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            var took = Duration.ofNanos(System.nanoTime() - begin);
            watchdog.tell(new EngineEvent.Stopped(took, done ? 0 : cancelled));
            watchdog.stop();
        }
    }

    private boolean awaitQuiet(long begin, Duration time) throws InterruptedException {
        long idle = Math.min(Duration.ofMillis(500).toNanos(), time.toNanos() / 4);
        while (serving.requests() > 0 || serving.connections() > 0) {
            if (System.nanoTime() - begin > time.toNanos()) {
                return false;
            }
            if (System.nanoTime() - begin > idle) {
                forEachWire(wire -> wire.closeIfIdle(System.nanoTime(), idle));
            }
            serving.awaitChange();
        }
        return true;
    }

    private void forEachWire(Consumer<Wire> action) {
        for (var loop : serving.loops()) {
            loop.netty().execute(() -> loop.forEachWire(action));
        }
    }

    /// A client on the loops of this server: a call made by one of its handlers stays on the loop of its request.
    ///
    /// Closed with the server, if not before.
    public HttpClient client(ClientOptions options) {
        return HttpClient.on(vertx, serving.loops(), loopPrefix, options);
    }

    /// Vert.x with so many event loops, and without the threads and files that are of no use here.
    static VertxBuilder vertx(int loops) {
        // Read by the JDK at the first wait for a socket: with its other way, a held loop would hold up strangers.
        if (System.getProperty("jdk.pollerMode") == null) {
            System.setProperty("jdk.pollerMode", "1");
        }
        return Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setPreferNativeTransport(true)
                        .setBlockedThreadCheckInterval(Long.MAX_VALUE / 2_000_000)
                        .setDisableTCCL(true)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)));
    }

    /// The parts of a server while it is put together.
    private static final class Engine {

        private final Watchdog watchdog;
        private final Serving serving;
        private final EngineTransport.Listener listener;
        private final Vertx vertx;
        private final @Nullable Certificates certificates;
        private final List<io.vertx.core.http.HttpServer> listening = new ArrayList<>();
        private final String loopPrefix = "margay-" + SERVERS.incrementAndGet() + "-loop-";

        Engine(Routes routes, Handler handler, EngineOptions options) {
            watchdog = new Watchdog(options.events());
            serving = new Serving(routes, handler, options.limits(), watchdog);
            var tls = options.tls();
            certificates = tls == null ? null : new Certificates(options, tls, watchdog::tell);
            listener = new EngineTransport.Listener(serving, tls != null);
            vertx = vertx(options.loops())
                    .withTransport(EngineTransport.of(options.sockets(), listener))
                    .build();
        }

        int listen(EngineOptions options) {
            var all = new ArrayList<Loop>();
            for (int i = 0; i < options.loops(); i++) {
                var context = ((VertxInternal) vertx).createEventLoopContext();
                var loop = new Loop(loopPrefix + i, context, serving, options.threads());
                loop.netty().submit(loop::attach).syncUninterruptibly();
                watchdog.watch(loop.scheduler());
                all.add(loop);
            }
            serving.runOn(all);
            if (options.threads() == EngineOptions.Threads.ON_LOOP
                    && all.getFirst().threads() == null) {
                watchdog.tell(new EngineEvent.FellBack(
                        "start Java with --add-opens java.base/java.lang=ALL-UNNAMED to run handlers on event loops"));
            }
            var address = address(options);
            int bound = 0;
            for (var loop : all) {
                bound = listen(loop, settings(options), address);
            }
            watchdog.start();
            return bound;
        }

        private static SocketAddress address(EngineOptions options) {
            if (options.host().startsWith(EngineOptions.UNIX)) {
                return UnixSocket.free(options.host().substring(EngineOptions.UNIX.length()));
            }
            // Port 0 would be another one for each loop.
            return options.port() == 0
                    ? SocketAddress.sharedRandomPort(1, options.host())
                    : SocketAddress.inetSocketAddress(options.port(), options.host());
        }

        private int listen(Loop loop, HttpServerOptions settings, SocketAddress address) {
            var server = certificates == null
                    ? vertx.createHttpServer(settings)
                    : vertx.createHttpServer(secured(settings), certificates.options());
            listening.add(server);
            server.requestHandler(this::serve).invalidRequestHandler(this::refuse);
            var bound = new CompletableFuture<Integer>();
            loop.context()
                    .runOnContext(_ -> server.listen(address)
                            .onComplete(ready -> bound.complete(ready.actualPort()), bound::completeExceptionally));
            try {
                return bound.join();
            } catch (CompletionException e) {
                String where = address.isDomainSocket()
                        ? address.path()
                        : "%s:%d".formatted(address.host(), Math.max(0, address.port()));
                throw new UncheckedIOException(
                        new IOException("cannot listen on %s: %s".formatted(where, reason(e)), e.getCause()));
            }
        }

        private static HttpServerConfig secured(HttpServerOptions settings) {
            return new HttpServerConfig(settings.setSsl(true))
                    .setVersions(EnumSet.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2));
        }

        /// Looks after the certificate until the server has stopped.
        void follow(CountDownLatch stopped) {
            var followed = certificates;
            if (followed != null) {
                VirtualThreads.onJdk("certificates")
                        .newThread(() -> followed.follow(listening.getFirst(), stopped))
                        .start();
            }
        }

        /// The innermost reason that has words.
        private static String reason(Throwable failure) {
            String words = String.valueOf(failure.getMessage());
            for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                if (cause.getMessage() != null) {
                    words = cause.getMessage();
                }
            }
            return words;
        }

        private void serve(HttpServerRequest http) {
            new Exchange(Wire.of(http.connection()), http).begin();
        }

        private void refuse(HttpServerRequest http) {
            new Exchange(Wire.of(http.connection()), http)
                    .refuseHead(http.decoderResult().cause());
        }

        private static HttpServerOptions settings(EngineOptions options) {
            var sizes = options.limits().sizes();
            return new HttpServerOptions()
                    .setMaxInitialLineLength(sizes.requestLine())
                    .setMaxHeaderSize(sizes.headers())
                    .setHttp2ClearTextEnabled(true)
                    .setPerMessageWebSocketCompressionSupported(false) // its handler allows 128 pipelined requests
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setAcceptBacklog(1_024)
                    .setTcpNoDelay(true)
                    .setReuseAddress(true)
                    .setInitialSettings(new Http2Settings()
                            .setMaxConcurrentStreams(MOST_STREAMS)
                            .setMaxHeaderListSize(sizes.headers()));
        }
    }
}
