package dev.margay.openapi.client;

import dev.margay.openapi.OpenApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a client: `Generate openapi.json shop.StoreClient target/generated` for Java, or for TypeScript
/// `Generate openapi.json client.ts`.
public final class Generate {

    private Generate() {}

    public static void main(String... arguments) throws IOException {
        if (arguments.length == 2 && arguments[1].endsWith(".ts")) {
            write(Path.of(arguments[1]), TypeScriptClient.of(document(arguments[0])));
        } else if (arguments.length == 3) {
            var file = Path.of(arguments[2]).resolve(arguments[1].replace('.', '/') + ".java");
            write(file, JavaClient.of(document(arguments[0]), arguments[1]));
        } else {
            throw new IllegalArgumentException("%d arguments (expected: DOCUMENT FILE.ts, or DOCUMENT CLASS DIRECTORY)"
                    .formatted(arguments.length));
        }
    }

    private static OpenApi document(String file) throws IOException {
        return OpenApi.parse(Files.readAllBytes(Path.of(file)));
    }

    private static void write(Path file, String text) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
