package dev.margay.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table of routes, and the handler that looks them up. Collect first, then serve: adding is for one thread.
///
/// The most specific template wins, segment by segment from the left: text before a variable before the rest of the
/// path; before that, a template with the caller's host, then one with a part of it, then one with none. `HEAD` is
/// answered by the `GET` route, `OPTIONS` from the table; an unknown path is a 404, a known path without the method
/// a 405 with `Allow` (RFC 9110 sections 9.3.2, 9.3.7, 15.5.6).
///
/// Where only the path with one more slash at its end is known (`/images` of `/images/{path...}`), and for a path with
/// `//`, `/./` or `/../` that is known without them, the answer is a redirect: 301 for `GET` and `HEAD`, 308, which
/// keeps the method, for others.
///
/// Variables are decoded: a value may hold a slash that was sent as `%2F`. Encoded dot segments are a 400 everywhere,
/// also behind `%2F`, `%5C` or a backslash, so that no value leads out of a directory it is resolved against.
public final class Routes implements Handler, Route.Collecting<Routes> {

    private final List<Route> all = new ArrayList<>();
    private final RouteTree anywhere = new RouteTree();
    private final Map<String, RouteTree> hosts = new HashMap<>();

    @Override
    public Routes add(Route route) {
        String host = Template.host(route.template());
        var tree = host.isEmpty() ? anywhere : hosts.computeIfAbsent(host, _ -> new RouteTree());
        tree.add(route);
        all.add(route);
        return this;
    }

    /// All routes, in the order they were added.
    public List<Route> all() {
        return List.copyOf(all);
    }

    /// Finds what answers: a route of the table, or one that reports 400, 404 or 405, redirects, or answers `OPTIONS`.
    ///
    /// Does not block and takes no lock: the engine calls it on the event loop.
    ///
    /// @param target the request target: an encoded path, perhaps with a query
    /// @param headers of which only `Host` is looked at, if a template names one
    public Match match(String method, String target, Headers headers) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        var found = hosts.isEmpty() ? null : ofHost(method, path, headers.find("Host"));
        return found == null ? anywhere.match(method, path) : found;
    }

    /// What the tables of the host and of those it is below have; null if they have nothing there.
    private @Nullable Match ofHost(String method, String path, @Nullable String field) {
        String host = field == null ? "" : name(field);
        var match = at(host, method, path);
        for (int dot = host.indexOf('.'); match == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
            match = at("*" + host.substring(dot), method, path);
        }
        return match;
    }

    private @Nullable Match at(String host, String method, String path) {
        var tree = hosts.get(host);
        if (tree == null) {
            return null;
        }
        var match = tree.match(method, path);
        return tree.isNothing(match) ? null : match;
    }

    /// The host of a `Host` field, without its port and the dot at its end.
    private static String name(String field) {
        int port = field.lastIndexOf(':');
        String host = port > field.lastIndexOf(']') ? field.substring(0, port) : field;
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    @Override
    public Response handle(Request request) throws Exception {
        var match = request.match().orElse(null);
        if (match == null) {
            match = match(request.method(), request.target(), request.headers());
            return match.route().handler().handle(request.with(match));
        }
        return match.route().handler().handle(request);
    }

    /// A route and the values of its variables. Immutable.
    public static final class Match {

        private final Route route;
        private final List<String> names;
        private final List<String> values;

        Match(Route route, List<String> names, List<String> values) {
            this.route = route;
            this.names = names;
            this.values = values;
        }

        public Route route() {
            return route;
        }

        String variable(String name) {
            int at = names.indexOf(name);
            if (at < 0) {
                throw new IllegalArgumentException(
                        "path variable '%s' (expected: one of %s of %s)".formatted(name, names, route.template()));
            }
            return values.get(at);
        }

        /// The decoded variables, as `name=value`.
        @Override
        public String toString() {
            var shown = new ArrayList<String>();
            for (int i = 0; i < names.size(); i++) {
                shown.add(names.get(i) + "=" + Shown.of(values.get(i)));
            }
            return route.method() + " " + route.template() + " " + shown;
        }
    }
}
