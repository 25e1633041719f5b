package dev.margay.bench.peers;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import tools.jackson.core.JacksonException;

/// Vert.x core with everything else by hand.
final class VertxEquipped implements Handler<HttpServerRequest> {
    private final Codec codec = new Codec();
    private final Equipment equipment;

    private VertxEquipped(Equipment equipment) {
        this.equipment = equipment;
    }

    static void main(String[] args) {
        AccessLog.quiet();
        var arguments = Arguments.parse(args);
        var equipment = new Equipment(arguments.log());
        Runtime.getRuntime().addShutdownHook(new Thread(equipment::close));
        VertxServer.serve(arguments.port(), new VertxEquipped(equipment));
    }

    @Override
    public void handle(HttpServerRequest request) {
        if ("/metrics".equals(request.path())) {
            var _ = request.response().end(equipment.metrics());
            return;
        }
        var start = System.nanoTime();
        var id = equipment.requestId(request.getHeader(Equipment.ID));
        var response = request.response().putHeader(Equipment.ID, id);
        if (VertxBare.greets(request)) {
            request.bodyHandler(body -> {
                greet(body, response);
                equipment.answered(id, response.getStatusCode(), start);
            });
        } else {
            VertxBare.send(response.setStatusCode(404), codec.problem("not found"));
            equipment.answered(id, 404, start);
        }
    }

    private void greet(Buffer body, HttpServerResponse response) {
        try {
            var hello = codec.hello(body.getBytes());
            var violations = equipment.violations(hello);
            if (violations.isEmpty()) {
                VertxBare.send(response, codec.bytes(Greeting.to(hello)));
            } else {
                VertxBare.send(response.setStatusCode(400), codec.problem(violations));
            }
        } catch (JacksonException e) {
            VertxBare.send(response.setStatusCode(400), codec.problem("not the JSON expected"));
        }
    }
}
