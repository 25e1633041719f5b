package dev.margay.bench.peers;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Helidon SE, nothing but the handler; JSON by its Jackson media support.
final class HelidonBare {
    private HelidonBare() {}

    static void main(String[] args) {
        AccessLog.quiet();
        WebServer.builder()
                .host("127.0.0.1")
                .port(Arguments.parse(args).port())
                .routing(routing -> routing.post("/helloworld", HelidonBare::greet))
                .build()
                .start();
    }

    private static void greet(ServerRequest request, ServerResponse response) {
        response.send(Greeting.to(request.content().as(Hello.class)));
    }
}
