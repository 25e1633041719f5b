package dev.margay.engine;

import dev.margay.http.Limits;
import dev.margay.http.Routes;
import dev.margay.test.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A server of some routes on a free port, and what it told.
final class TestServer implements AutoCloseable {

    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private TestServer(Routes routes, EngineOptions options) {
        server = HttpServer.start(routes, options.with(events::add));
    }

    static TestServer of(Routes routes, UnaryOperator<EngineOptions> change) {
        return new TestServer(routes, change.apply(EngineOptions.onLoopback(0).withLoops(2)));
    }

    static TestServer of(Routes routes, EngineOptions.Threads threads, Limits limits) {
        return of(routes, options -> options.with(threads).with(limits));
    }

    int port() {
        return server.port();
    }

    HttpServer server() {
        return server;
    }

    String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    RawClient connect() throws IOException {
        return RawClient.to(port());
    }

    int requests() {
        return server.requests();
    }

    <E extends EngineEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        try {
            server.stop(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server stopped", e);
        }
    }
}
