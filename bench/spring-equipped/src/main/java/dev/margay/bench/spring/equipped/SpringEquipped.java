package dev.margay.bench.spring.equipped;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Spring Boot equipped as its documentation says. Public, and not final, because the container makes a subclass of it.
@SpringBootApplication
@RestController
public class SpringEquipped {
    static void main(String[] args) {
        var log = Path.of(args[1]);
        var application = new SpringApplication(SpringEquipped.class);
        application.setDefaultProperties(Map.of(
                "server.port", args[0],
                "server.tomcat.accesslog.directory",
                        log.resolveSibling("").toAbsolutePath().toString(),
                "server.tomcat.accesslog.prefix", log.getFileName().toString()));
        application.run();
    }

    /// Answers `POST /helloworld`.
    @PostMapping("/helloworld")
    public Greeting greet(@Valid @RequestBody Hello hello) {
        return new Greeting("Hello " + hello.name());
    }

    /// What the greeter is asked.
    public record Hello(@NotBlank @Size(max = 256) @Nullable String name) {}

    /// What the greeter answers.
    public record Greeting(String message) {}
}
