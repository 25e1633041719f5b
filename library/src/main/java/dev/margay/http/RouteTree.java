package dev.margay.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Routes by path segment; templates without variables are also kept whole, for a single look-up.
final class RouteTree {

    /// The template that answers for requests no route was added for: one name, so that strangers make no metrics.
    static final String UNMATCHED = "/{unmatched...}";

    private final Map<String, Node> fixed = new HashMap<>();
    private final Node root = new Node();
    private final Routes.Match notFound = answer(Problem.notFound("There is nothing at this path."));
    private final Routes.Match malformed =
            answer(Problem.badRequest("The path is malformed (expected: percent-encoded UTF-8, no dot segments)."));
    private final Routes.Match options = found(Route.of("OPTIONS", UNMATCHED, _ -> Response.of(200))); // of `*`
    private final Routes.Match cleaned = found(Route.of("ANY", UNMATCHED, Redirects::cleaned));
    private final Routes.Match slashed = found(Route.of("ANY", UNMATCHED, Redirects::slashed));

    void add(Route route) {
        var names = new ArrayList<String>();
        var node = root;
        for (String segment : Template.segments(route.template())) {
            if (Template.variable(segment)) {
                names.add(Template.name(segment));
            }
            node = node.grow(segment);
        }
        if (node.routes.putIfAbsent(route.method(), new Named(route, List.copyOf(names))) != null) {
            throw new IllegalArgumentException(
                    "route %s %s (expected: each method and path once)".formatted(route.method(), route.template()));
        }
        node.derive();
        if (names.isEmpty()) {
            fixed.put(Template.path(route.template()), node);
        }
    }

    /// Whether this is how the tree says that it has nothing at a path.
    boolean isNothing(Routes.Match match) {
        return match == notFound;
    }

    Routes.Match match(String method, String path) {
        var whole = fixed.get(path);
        if (whole != null) {
            return whole.choose(method, List.of());
        }
        if (path.equals("*") && method.equals("OPTIONS")) {
            return options;
        }
        if (!path.startsWith("/")) {
            return malformed;
        }
        try {
            return Redirects.isUnclean(path) ? searchCleaned(method, path) : search(method, path);
        } catch (ProblemException _) {
            return malformed; // a broken percent-encoding: its text is not worth repeating
        }
    }

    private Routes.Match searchCleaned(String method, String path) {
        String clean = Redirects.clean(path);
        var match = fixed.containsKey(clean) ? cleaned : search(method, clean);
        return match == notFound || match == malformed ? match : cleaned;
    }

    private Routes.Match search(String method, String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.substring(1).split("/", -1)) {
            String decoded = Percent.decode(segment);
            if (climbs(decoded) || decoded.indexOf('\0') >= 0) {
                return malformed;
            }
            segments.add(decoded);
        }
        var values = new ArrayList<String>();
        var node = root.find(segments, 0, values);
        if (node != null) {
            return node.choose(method, List.copyOf(values));
        }
        segments.add("");
        return root.find(segments, 0, values) == null ? notFound : slashed;
    }

    /// Whether a segment is `.` or `..`, or holds one behind an encoded slash or any backslash.
    ///
    /// Whoever resolves a variable against a directory must not leave it, on no operating system.
    private static boolean climbs(String segment) {
        int from = 0;
        for (int i = 0; i <= segment.length(); i++) {
            if (i == segment.length() || segment.charAt(i) == '/' || segment.charAt(i) == '\\') {
                int dots = i - from;
                if ((dots == 1 || dots == 2) && segment.startsWith(dots == 1 ? "." : "..", from)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static Routes.Match answer(Problem problem) {
        return found(Route.of("ANY", UNMATCHED, _ -> {
            throw problem.exception();
        }));
    }

    private static Routes.Match found(Route route) {
        return new Routes.Match(route, List.of(), List.of());
    }

    private record Named(Route route, List<String> names) {}

    /// What can follow after some segments.
    private static final class Node {

        private final Map<String, Node> texts = new HashMap<>();
        private @Nullable Node variable;
        private @Nullable Node rest;
        private final Map<String, Named> routes = new LinkedHashMap<>();
        private final Map<String, Routes.Match> plain = new HashMap<>();
        private Routes.Match options = answer(Problem.notFound("There is nothing at this path."));
        private Routes.Match notAllowed = options;

        Node grow(String segment) {
            if (Template.rest(segment)) {
                rest = rest == null ? new Node() : rest;
                return rest;
            }
            if (Template.variable(segment)) {
                variable = variable == null ? new Node() : variable;
                return variable;
            }
            return texts.computeIfAbsent(segment, _ -> new Node());
        }

        /// Prepares the answers that are the same for every request.
        void derive() {
            var methods = new TreeSet<>(routes.keySet());
            methods.add("OPTIONS");
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            String allow = String.join(", ", methods);
            options =
                    found(Route.of("OPTIONS", template(), _ -> Response.of(200).with("Allow", allow)));
            notAllowed = answer(Problem.of(
                            405,
                            "MethodNotAllowed",
                            "This method is not allowed here (expected: one of %s).".formatted(allow))
                    .with("Allow", allow));
            plain.clear();
            routes.forEach((method, named) -> {
                if (named.names().isEmpty()) {
                    plain.put(method, found(named.route()));
                }
            });
        }

        private String template() {
            return routes.values().iterator().next().route().template();
        }

        @Nullable
        Node find(List<String> segments, int at, List<String> values) {
            if (at == segments.size()) {
                return routes.isEmpty() ? null : this;
            }
            String segment = segments.get(at);
            var text = texts.get(segment);
            var found = text == null ? null : text.find(segments, at + 1, values);
            if (found == null && variable != null && !segment.isEmpty()) {
                values.add(segment);
                found = variable.find(segments, at + 1, values);
                if (found == null) {
                    values.removeLast();
                }
            }
            if (found == null && rest != null) {
                values.add(String.join("/", segments.subList(at, segments.size())));
                found = rest;
            }
            return found;
        }

        Routes.Match choose(String method, List<String> values) {
            var prepared = values.isEmpty() ? plain.get(method) : null;
            if (prepared != null) {
                return prepared;
            }
            var named = routes.get(method);
            if (named == null && method.equals("HEAD")) {
                named = routes.get("GET");
            }
            if (named != null) {
                return new Routes.Match(named.route(), named.names(), values);
            }
            return method.equals("OPTIONS") ? options : notAllowed;
        }
    }
}
