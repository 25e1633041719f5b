package dev.margay.cli;

import dev.margay.config.Setting;
import dev.margay.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What running programs say of their settings.
final class Explained {

    private static final int PATIENCE_MILLIS = 5_000;

    private Explained() {}

    /// All settings that the program knows; none if it has no admin port.
    ///
    /// @throws CommandFailedException if it cannot be asked
    static List<Setting> by(Program program) {
        var admin = program.place().admin();
        return admin.isEmpty() ? List.of() : List.of(Json.read(page(URI.create(admin + "/explain")), Setting[].class));
    }

    private static String page(URI page) {
        try {
            var connection = page.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (var in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot ask %s which settings are known: %s".formatted(page, e), e);
        }
    }
}
