package dev.margay.gateway;

import dev.margay.engine.ClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// What this program can be told from outside, besides what every service can. Immutable.
///
/// @param calls to services
/// @param rate of requests from one client
/// @param title of the front page and the document
record Settings(Backend auth, Backend product, Backend search, Token token, Calls calls, Rate rate, String title) {

    static Settings standard() {
        return new Settings(
                Backend.of(8_081, "/v1/users", "/v1/sessions", "/.well-known/jwks.json")
                        .opening(
                                "POST /v1/users",
                                "POST /v1/sessions",
                                "POST /v1/sessions/refresh",
                                "GET /.well-known/jwks.json"),
                Backend.of(8_083, "/v1/kittens", "/v1/orders").opening("GET /v1/kittens", "GET /v1/kittens/{id}"),
                Backend.of(8_082, "/v1/search").opening("GET /v1/search", "POST /v1/search"),
                new Token("kittens-auth", "kittens"),
                new Calls(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(30), 256),
                new Rate(2_000, 10_000),
                "Kitten store");
    }

    List<Backend> backends() {
        return List.of(auth, product, search);
    }

    /// A service behind the gateway.
    ///
    /// @param url where it listens, without a path
    /// @param routes paths that lead to it, each with all that is below
    /// @param open what needs no token, as method and path, where `{name}` is any segment: nobody looks at a token
    ///     there, so an expired one keeps nobody from getting another
    record Backend(URI url, List<String> routes, List<String> open) {

        private static final Pattern ROUTE = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
        private static final Pattern OPEN = Pattern.compile("[A-Z]{1,20} (/([A-Za-z0-9._~-]+|\\{[A-Za-z]+}))+");

        Backend {
            boolean plain = "http".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawUserInfo() == null;
            if (!plain) {
                throw new IllegalArgumentException("url: %s (expected: http://host:port)".formatted(url));
            }
            routes = checked("routes", routes, ROUTE, "/path");
            open = checked("open", open, OPEN, "METHOD /path");
        }

        private static List<String> checked(String name, List<String> values, Pattern shape, String expected) {
            for (var value : values) {
                if (!shape.matcher(value).matches()) {
                    throw new IllegalArgumentException("%s: '%s' (expected: %s)".formatted(name, value, expected));
                }
            }
            return List.copyOf(values);
        }

        private static Backend of(int port, String... routes) {
            return new Backend(URI.create("http://127.0.0.1:" + port), List.of(routes), List.of());
        }

        private Backend opening(String... without) {
            return new Backend(url, routes, List.of(without));
        }

        /// Whether a request of this method that was matched by this template needs no token.
        boolean opens(String method, String template) {
            return open.contains(method + " " + template);
        }

        /// The paths of [#open].
        List<String> openPaths() {
            return open.stream()
                    .map(each -> each.substring(each.indexOf(' ') + 1))
                    .distinct()
                    .toList();
        }
    }

    /// What the tokens say that are let through.
    record Token(String issuer, String audience) {}

    /// @param connect for a new connection
    /// @param waiting for a connection that is free
    /// @param total for a request, from its headers to the last byte of its answer
    /// @param connections to one service
    record Calls(Duration connect, Duration waiting, Duration total, int connections) {

        ClientOptions options() {
            return ClientOptions.standard()
                    .withConnect(connect)
                    .withWaiting(waiting)
                    .withTotal(total)
                    .withConnections(connections);
        }
    }

    /// @param perSecond in the long run; 0 for no limit
    /// @param burst at once
    record Rate(int perSecond, int burst) {

        Rate {
            if (perSecond < 0 || burst < 1) {
                throw new IllegalArgumentException(
                        "per-second: %d, burst: %d (expected: >= 0, >= 1)".formatted(perSecond, burst));
            }
        }
    }
}
