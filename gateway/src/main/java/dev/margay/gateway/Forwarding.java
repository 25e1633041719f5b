package dev.margay.gateway;

import dev.margay.http.Headers;
import dev.margay.http.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which header fields pass, both ways.
final class Forwarding {

    /// Of one connection only (RFC 9110 section 7.6.1), besides those that `Connection` names.
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /// What a client must not tell a service: who it is, which host it means, how the body is framed.
    private static final Set<String> OURS = Set.of("host", "forwarded", "x-real-ip", "expect", "content-length");

    private static final List<String> INTERNAL = List.of("x-forwarded-", "x-internal-");

    private Forwarding() {}

    /// The fields a service gets for this request.
    static Headers toService(Request request) {
        var dropped = ofConnection(request.headers());
        dropped.addAll(OURS);
        var fields = passed(request.headers(), dropped);
        add(fields, "X-Forwarded-For", request.remoteHost());
        add(fields, "X-Forwarded-Proto", "http");
        request.headers().first("Host").ifPresent(host -> add(fields, "X-Forwarded-Host", host));
        return Headers.checked(fields.toArray(String[]::new));
    }

    /// The fields a client gets of this answer.
    static Headers toClient(Headers headers) {
        return Headers.checked(passed(headers, ofConnection(headers)).toArray(String[]::new));
    }

    private static List<String> passed(Headers headers, Set<String> dropped) {
        var fields = new ArrayList<String>(2 * headers.size() + 6);
        headers.forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!dropped.contains(lower) && INTERNAL.stream().noneMatch(lower::startsWith)) {
                add(fields, name, value);
            }
        });
        return fields;
    }

    private static Set<String> ofConnection(Headers headers) {
        var names = new HashSet<>(OF_CONNECTION);
        for (var value : headers.all("Connection")) {
            for (var name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static void add(List<String> fields, String name, String value) {
        fields.add(name);
        fields.add(value);
    }
}
