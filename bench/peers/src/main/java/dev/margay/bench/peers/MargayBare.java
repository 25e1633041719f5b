package dev.margay.bench.peers;

import dev.margay.engine.EngineOptions;
import dev.margay.engine.HttpServer;
import dev.margay.http.Routes;

/// Margay's engine and routes, nothing but the handler.
final class MargayBare {
    private MargayBare() {}

    static void main(String[] args) {
        AccessLog.quiet();
        var routes = new Routes().post("/helloworld", Named.class, named -> new Greeting("Hello " + named.name()));
        HttpServer.start(routes, EngineOptions.onLoopback(Arguments.parse(args).port()));
    }

    /// [Hello] without its constraints.
    record Named(String name) {}
}
