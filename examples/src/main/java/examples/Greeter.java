package examples;

import dev.margay.Service;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/// The smallest service: `POST /v1/hello` with a name greets it.
final class Greeter {

    // @start region="greeter"
    void main() {
        Service.named("greeter")
                .post("/v1/hello", Hello.class, hello -> new Greeting("Hello " + hello.name()))
                .start();
    }

    record Hello(@NotBlank @Size(max = 256) String name) {}

    record Greeting(String message) {}
    // @end
}
