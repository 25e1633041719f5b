package dev.margay.web;

import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lets pages of other origins call the service: which ones, how, and with what (Fetch standard, section 3.2).
/// Immutable.
///
/// A preflight is answered here: 204 if what it asks for is allowed, else 403 with the reason. Any other request is
/// handled as always; without the headers of this policy its answer is kept from the page by the browser. Answers
/// that depend on the origin say so in `Vary`. What cannot work is refused when the policy is made.
///
/// Unless said otherwise: GET, HEAD and POST; the request headers `Content-Type` and `Authorization`; no cookies; a
/// preflight is good for ten minutes.
public final class Cors implements Middleware {

    private static final String ORIGIN = "Access-Control-Allow-Origin";
    private static final Duration MOST_AGE = Duration.ofDays(1); // the longest any browser keeps one

    private final @Nullable Set<String> origins;
    private final Grant grant;

    /// @param exposed response headers a page may read
    /// @param credentials whether cookies and the like come along
    private record Grant(
            Set<String> methods, Set<String> headers, Set<String> exposed, boolean credentials, Duration age) {

        static final Grant USUAL = new Grant(
                set("GET", "HEAD", "POST"),
                set("content-type", "authorization"),
                Set.of(),
                false,
                Duration.ofMinutes(10));
    }

    private Cors(@Nullable Set<String> origins, Grant grant) {
        if (origins == null && grant.credentials) {
            throw new IllegalArgumentException(
                    "credentials for any origin (expected: named origins, or no credentials; browsers refuse both)");
        }
        this.origins = origins;
        this.grant = grant;
    }

    /// For pages of any origin.
    public static Cors anyOrigin() {
        return new Cors(null, Grant.USUAL);
    }

    /// For pages of these origins, for example `https://shop.example.org`.
    ///
    /// @throws IllegalArgumentException if one is not an origin as a browser writes it
    public static Cors of(String... origins) {
        if (origins.length == 0) {
            throw new IllegalArgumentException("no origins (expected: one at least)");
        }
        for (String origin : origins) {
            checkOrigin(origin);
        }
        return new Cors(set(origins), Grant.USUAL);
    }

    private static void checkOrigin(String origin) {
        boolean good;
        try {
            var uri = new URI(origin);
            good = uri.getScheme() != null
                    && uri.getHost() != null
                    && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    && uri.getRawUserInfo() == null
                    && origin.equals(origin.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            good = false;
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "origin '%s' (expected: scheme://host or scheme://host:port, in lower case)".formatted(origin));
        }
    }

    /// These methods instead.
    public Cors methods(String... allowed) {
        for (String method : allowed) {
            if (!method.matches("[A-Z]{1,20}")) {
                throw new IllegalArgumentException("method '%s' (expected: upper-case letters)".formatted(method));
            }
        }
        return new Cors(origins, new Grant(set(allowed), grant.headers, grant.exposed, grant.credentials, grant.age));
    }

    /// These request headers instead, beyond those that every page may send.
    public Cors headers(String... allowed) {
        var lower = names(allowed).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Cors(origins, new Grant(grant.methods, lower, grant.exposed, grant.credentials, grant.age));
    }

    /// Response headers that a page may read, beyond those it always may.
    public Cors exposing(String... readable) {
        return new Cors(
                origins, new Grant(grant.methods, grant.headers, names(readable), grant.credentials, grant.age));
    }

    private static Set<String> names(String... names) {
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9!#$%&'+.^_`|~-]{1,100}")) {
                throw new IllegalArgumentException(
                        "header '%s' (expected: a name; there is no wildcard)".formatted(name));
            }
        }
        return set(names);
    }

    /// Cookies and the like come along: for named origins only.
    public Cors credentials() {
        return new Cors(origins, new Grant(grant.methods, grant.headers, grant.exposed, true, grant.age));
    }

    /// How long a browser may keep the answer to a preflight; at most a day.
    public Cors maxAge(Duration age) {
        if (age.isNegative() || age.compareTo(MOST_AGE) > 0) {
            throw new IllegalArgumentException("max age %s (expected: 0 to %s)".formatted(age, MOST_AGE));
        }
        return new Cors(origins, new Grant(grant.methods, grant.headers, grant.exposed, grant.credentials, age));
    }

    private static Set<String> set(String... values) {
        return new LinkedHashSet<>(List.of(values));
    }

    @Override
    public Handler around(Handler next) {
        return request -> {
            String origin = request.headers().find("Origin");
            if (origin != null && isPreflight(request)) {
                return preflight(request, origin);
            }
            var response = next.handle(request);
            return response.with(granted(origin, response.headers()));
        };
    }

    private static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS") && request.headers().has("Access-Control-Request-Method");
    }

    private boolean allows(String origin) {
        return origins == null || origins.contains(origin);
    }

    private Headers granted(@Nullable String origin, Headers headers) {
        if (origins == null) {
            return exposed(headers.with(ORIGIN, "*"));
        }
        var varying = Vary.on("Origin", headers);
        if (origin == null || !allows(origin)) {
            return varying;
        }
        var granted = varying.with(ORIGIN, origin);
        return exposed(grant.credentials ? granted.with("Access-Control-Allow-Credentials", "true") : granted);
    }

    private Headers exposed(Headers headers) {
        return grant.exposed.isEmpty()
                ? headers
                : headers.with("Access-Control-Expose-Headers", String.join(", ", grant.exposed));
    }

    private Response preflight(Request request, String origin) {
        refuseUnless(allows(origin), "OriginNotAllowed", "Pages of this origin may not call this service.", "Origin");
        String method = request.headers().find("Access-Control-Request-Method");
        refuseUnless(
                grant.methods.contains(method),
                "MethodNotAllowed",
                "Pages of other origins may not use this method.",
                "Access-Control-Request-Method");
        refuseUnless(
                grant.headers.containsAll(lowered(request.headers().all("Access-Control-Request-Headers"))),
                "HeaderNotAllowed",
                "Pages of other origins may not send one of these headers.",
                "Access-Control-Request-Headers");
        var headers = granted(origin, Headers.empty())
                .without("Access-Control-Expose-Headers")
                .with("Access-Control-Allow-Methods", String.join(", ", grant.methods))
                .with("Access-Control-Max-Age", Long.toString(grant.age.toSeconds()));
        return Response.noContent().with(varying(withHeaders(headers)));
    }

    private Headers withHeaders(Headers headers) {
        return grant.headers.isEmpty()
                ? headers
                : headers.with("Access-Control-Allow-Headers", String.join(", ", grant.headers));
    }

    private static Headers varying(Headers headers) {
        return Vary.on("Access-Control-Request-Headers", Vary.on("Access-Control-Request-Method", headers));
    }

    private static Set<String> lowered(List<String> lists) {
        return lists.stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static void refuseUnless(boolean good, String code, String message, String header) {
        if (!good) {
            throw Problem.of(403, code, message).at(header).exception();
        }
    }
}
