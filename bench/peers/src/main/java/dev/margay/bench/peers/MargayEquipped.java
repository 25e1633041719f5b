package dev.margay.bench.peers;

import dev.margay.Service;

/// Margay as its documentation says; everything else is there by itself, the log on standard output.
final class MargayEquipped {
    private MargayEquipped() {}

    static void main(String[] args) {
        Service.named("greeter")
                .config("--host=127.0.0.1", "--port=" + Arguments.parse(args).port(), "--admin.port=0")
                .post("/helloworld", Hello.class, Greeting::to)
                .start();
    }
}
