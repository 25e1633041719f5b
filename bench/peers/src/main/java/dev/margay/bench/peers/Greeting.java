package dev.margay.bench.peers;

/// What the greeter answers.
public record Greeting(String message) {
    static Greeting to(Hello hello) {
        return new Greeting("Hello " + hello.name());
    }
}
