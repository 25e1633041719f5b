package dev.margay.cli;

import dev.margay.config.Setting;
import dev.margay.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A program that `up` keeps running. Immutable.
///
/// @param command the words that start it
/// @param environment what is added to our own
/// @param directory where it is started
/// @param ready asks whether it does its work
record Program(
        String name,
        Role role,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Place place,
        Probe ready) {

    Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// The same program with more in its environment.
    Program with(Map<String, String> more) {
        var all = new HashMap<>(environment);
        all.putAll(more);
        return new Program(name, role, command, all, directory, place, ready);
    }

    /// What the system needs it for: programs start in this order and end in the opposite one, all of a role at once.
    enum Role {
        /// Needed by the services.
        DATABASE,
        /// Does the work.
        SERVICE,
        /// Lets requests in.
        DOOR
    }

    /// Where it can be reached; empty text where it cannot.
    record Place(String url, String admin) {

        private static final int PATIENCE_MILLIS = 5_000;

        /// All settings that the running program knows; none if it has no admin port.
        ///
        /// @throws CommandFailedException if it cannot be asked
        List<Setting> settings() {
            return admin.isEmpty()
                    ? List.of()
                    : List.of(Json.read(page(URI.create(admin + "/explain")), Setting[].class));
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

    /// Asks a program whether it is ready. What cannot be asked is not ready.
    @FunctionalInterface
    interface Probe {
        boolean ready();
    }

    /// Asks a service's health page; anything but 200 is not ready.
    record Health(URI page) implements Probe {

        private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(2).toMillis();

        static Health of(String url) {
            return new Health(URI.create(url + "/health/ready"));
        }

        @Override
        public boolean ready() {
            try {
                var connection = (HttpURLConnection) page.toURL().openConnection();
                connection.setConnectTimeout(PATIENCE_MILLIS);
                connection.setReadTimeout(PATIENCE_MILLIS);
                connection.setInstanceFollowRedirects(false);
                int status = connection.getResponseCode();
                connection.disconnect();
                return status == HttpURLConnection.HTTP_OK;
            } catch (IOException e) {
                return false; // Nobody there yet: exactly what we ask.
            }
        }
    }
}
