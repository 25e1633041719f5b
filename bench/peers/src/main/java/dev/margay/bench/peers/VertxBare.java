package dev.margay.bench.peers;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import tools.jackson.core.JacksonException;

/// Bare Vert.x core, nothing but the handler.
final class VertxBare implements Handler<HttpServerRequest> {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Codec codec = new Codec();

    static void main(String[] args) {
        AccessLog.quiet();
        VertxServer.serve(Arguments.parse(args).port(), new VertxBare());
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!greets(request)) {
            send(request.response().setStatusCode(404), codec.problem("not found"));
            return;
        }
        request.bodyHandler(body -> greet(body, request.response()));
    }

    static boolean greets(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST) && "/helloworld".equals(request.path());
    }

    static void send(HttpServerResponse response, byte[] body) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(body));
    }

    private void greet(Buffer body, HttpServerResponse response) {
        try {
            send(response, codec.bytes(Greeting.to(codec.hello(body.getBytes()))));
        } catch (JacksonException e) {
            send(response.setStatusCode(400), codec.problem("not the JSON expected"));
        }
    }
}
