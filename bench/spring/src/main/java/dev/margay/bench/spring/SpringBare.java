package dev.margay.bench.spring;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Spring Boot, nothing but the controller. Public, and not final, because the container makes a subclass of it.
@SpringBootApplication
@RestController
public class SpringBare {
    static void main(String[] args) {
        var application = new SpringApplication(SpringBare.class);
        application.setDefaultProperties(Map.of("server.port", args[0]));
        application.run();
    }

    /// Answers `POST /helloworld`.
    @PostMapping("/helloworld")
    public Greeting greet(@RequestBody Hello hello) {
        return new Greeting("Hello " + hello.name());
    }

    /// What the greeter is asked.
    public record Hello(String name) {}

    /// What the greeter answers.
    public record Greeting(String message) {}
}
