package dev.margay.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
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
    record Place(String url, String admin) {}

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
