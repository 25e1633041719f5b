package dev.margay.web;

import dev.margay.http.Handler;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.util.Set;

/// Sends callers elsewhere, with the query they came with. Immutable.
///
/// `Redirect.of(308, "/v2/kittens")`: 301 and 308 for good, 302 and 307 for now, 303 to what is to be
/// read by `GET`; 307 and 308 keep method and body for certain (RFC 9110 section 15.4).
public final class Redirect implements Handler {

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private final int status;
    private final String location;

    private Redirect(int status, String location) {
        this.status = status;
        this.location = location;
    }

    /// To a location.
    ///
    /// @param location a path or a whole URI, perhaps with a query and a fragment of its own
    public static Redirect of(int status, String location) {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status: %d (expected: 301, 302, 303, 307 or 308)".formatted(status));
        }
        if (!location.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "location '%s' (expected: a URI, percent-encoded, without blanks)".formatted(location));
        }
        return new Redirect(status, location);
    }

    @Override
    public Response handle(Request request) {
        return Response.of(status).with("Location", withQuery(request));
    }

    private String withQuery(Request request) {
        int start = request.target().indexOf('?');
        if (start < 0) {
            return location;
        }
        int fragment = location.indexOf('#');
        String before = fragment < 0 ? location : location.substring(0, fragment);
        char joined = before.indexOf('?') < 0 ? '?' : '&';
        return before + joined + request.target().substring(start + 1) + location.substring(before.length());
    }
}
