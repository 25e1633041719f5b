package dev.margay.http;

import java.util.ArrayList;
import java.util.List;

/// A table of routes, and the handler that looks them up. Collect first, then serve: adding is for one thread.
///
/// The most specific template wins, segment by segment from the left: text before a variable before the rest of the
/// path. `HEAD` is answered by the `GET` route, `OPTIONS` from the table; an unknown path is a 404, a known path
/// without the method a 405 with `Allow` (RFC 9110 sections 9.3.2, 9.3.7, 15.5.6).
///
/// Variables are decoded: a value may hold a slash that was sent as `%2F`. Dot segments are a 400 everywhere, also
/// behind `%2F`, `%5C` or a backslash, so that no value leads out of a directory it is resolved against.
public final class Routes implements Handler {

    private final RouteTree tree = new RouteTree();

    public Routes add(Route route) {
        tree.add(route);
        return this;
    }

    public Routes get(String template, Handler handler) {
        return add(Route.get(template, handler));
    }

    public Routes post(String template, Handler handler) {
        return add(Route.post(template, handler));
    }

    public <I> Routes post(String template, Class<I> input, Operation<I, ?> operation) {
        return add(Route.post(template, input, operation));
    }

    public <I> Routes post(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return add(Route.post(template, input, operation));
    }

    public <I> Routes put(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return add(Route.put(template, input, operation));
    }

    public Routes delete(String template, Handler handler) {
        return add(Route.delete(template, handler));
    }

    /// All routes, in the order they were added.
    public List<Route> all() {
        return tree.all();
    }

    /// Finds what answers: a route of the table, or one that reports 400, 404 or 405, or answers `OPTIONS`.
    ///
    /// Does not block and takes no lock: the engine calls it on the event loop.
    ///
    /// @param target the request target: an encoded path, perhaps with a query
    public Match match(String method, String target) {
        int query = target.indexOf('?');
        return tree.match(method, query < 0 ? target : target.substring(0, query));
    }

    @Override
    public Response handle(Request request) throws Exception {
        var match = request.match().orElse(null);
        if (match == null) {
            match = match(request.method(), request.target());
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
