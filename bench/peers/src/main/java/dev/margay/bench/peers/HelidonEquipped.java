package dev.margay.bench.peers;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/// Helidon SE with a filter for ids, metrics and access log, and validation in the handler.
final class HelidonEquipped {
    private static final HeaderName ID = HeaderNames.create(Equipment.ID);

    private final Equipment equipment;

    private HelidonEquipped(Equipment equipment) {
        this.equipment = equipment;
    }

    static void main(String[] args) {
        AccessLog.quiet();
        var arguments = Arguments.parse(args);
        var equipment = new Equipment(arguments.log());
        Runtime.getRuntime().addShutdownHook(new Thread(equipment::close));
        var greeter = new HelidonEquipped(equipment);
        WebServer.builder()
                .host("127.0.0.1")
                .port(arguments.port())
                .routing(routing -> routing.addFilter(greeter::observe)
                        .get("/metrics", (_, response) -> response.send(equipment.metrics()))
                        .post("/helloworld", greeter::greet))
                .build()
                .start();
    }

    private void observe(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var start = System.nanoTime();
        var id = equipment.requestId(request.headers().first(ID).orElse(null));
        response.header(ID, id);
        try {
            chain.proceed();
        } finally {
            equipment.answered(id, response.status().code(), start);
        }
    }

    private void greet(ServerRequest request, ServerResponse response) {
        var hello = request.content().as(Hello.class);
        if (equipment.violations(hello).isEmpty()) {
            response.send(Greeting.to(hello));
        } else {
            response.status(400).send(Map.of("error", "invalid"));
        }
    }
}
