package dev.margay.bench.peers;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/// Vert.x core: one server for each event loop, a handler on the loop, native transport where it is.
final class VertxServer extends VerticleBase {
    private final int port;
    private final Handler<HttpServerRequest> handler;

    private VertxServer(int port, Handler<HttpServerRequest> handler) {
        this.port = port;
        this.handler = handler;
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(handler)
                .listen();
    }

    static void serve(int port, Handler<HttpServerRequest> handler) {
        var loops = Runtime.getRuntime().availableProcessors();
        var vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        vertx.deployVerticle(() -> new VertxServer(port, handler), new DeploymentOptions().setInstances(loops))
                .await();
    }
}
