package dev.margay.test;

import dev.margay.openapi.Change;
import dev.margay.openapi.Compatibility;
import dev.margay.openapi.OpenApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The document of a service that its clients rely on, kept beside the source.
public final class Published {

    /// The system property that has the document written anew.
    public static final String WRITE = "openapi.write";

    private Published() {}

    /// Fails, naming each change, if the current document would break a client of the one in the file.
    ///
    /// With `-Dopenapi.write=true` the current one is written to the file in its stead.
    public static void check(Path file, String current) throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(file, current);
            return;
        }
        if (!Files.exists(file)) {
            throw new AssertionError("%s is not there (publish by: ./margay openapi)".formatted(file));
        }
        var changes = Compatibility.between(
                OpenApi.parse(Files.readAllBytes(file)), OpenApi.parse(current.getBytes(StandardCharsets.UTF_8)));
        if (!changes.isEmpty()) {
            throw new AssertionError(changes.stream()
                    .map(Change::toString)
                    .collect(Collectors.joining(
                            "\n  ",
                            "clients of %s would break:\n  ".formatted(file),
                            "\n(add a version beside it; or publish it all the same by: ./margay openapi)")));
        }
    }
}
