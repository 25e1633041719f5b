package dev.margay.web;

import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;

/// Takes a prefix off the path, for handlers that are written as if they stood at `/`. Immutable.
///
/// Around a table of routes, which looks up what is left:
/// `Route.get("/shop/{rest...}", shop.with(StripPrefix.of("/shop")))`. `/shop` itself is left as `/`; a path
/// without the prefix, also `/shopping`, is a 404. It is compared as it was sent: `/%73hop` is another path.
/// A `Location` that is an absolute path gets the prefix back.
public final class StripPrefix implements Middleware {

    private final String prefix;

    private StripPrefix(String prefix) {
        this.prefix = prefix;
    }

    public static StripPrefix of(String prefix) {
        if (!prefix.startsWith("/") || prefix.endsWith("/") || prefix.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "prefix '%s' (expected: a path that begins with '/' and does not end with it)".formatted(prefix));
        }
        return new StripPrefix(prefix);
    }

    @Override
    public Handler around(Handler next) {
        return request -> outside(next.handle(request.withTarget(rest(request))));
    }

    /// The response as it is meant outside, where the prefix is part of the path.
    private Response outside(Response response) {
        String location = response.headers().find("Location");
        return location == null || !location.startsWith("/") || location.startsWith("//")
                ? response
                : response.with("Location", prefix + location);
    }

    private String rest(Request request) {
        String path = request.path();
        boolean below = path.startsWith(prefix + "/") || path.equals(prefix);
        if (!below) {
            throw Problem.notFound("There is nothing at this path.").exception();
        }
        String rest = request.target().substring(prefix.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }
}
