package dev.margay.http;

import java.time.Duration;

/// How much a server takes from strangers. Immutable.
///
/// @param sizes of one request
/// @param times for one request and between two
/// @param connections open at the same time
/// @param requests in progress at the same time; more are answered 503 with `Retry-After`
public record Limits(Sizes sizes, Times times, int connections, int requests) {

    public Limits {
        if (connections < 1 || requests < 1) {
            throw new IllegalArgumentException(
                    "connections: %d, requests: %d (expected: >= 1)".formatted(connections, requests));
        }
    }

    /// 8 KiB request line, 100 headers in 32 KiB, 1 MiB body; 10 s for headers, 30 s for the body, 60 s idle; 10,000
    /// connections, 4,096 requests.
    public static Limits standard() {
        return new Limits(
                new Sizes(8 << 10, 100, 32 << 10, 1 << 20),
                new Times(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60)),
                10_000,
                4_096);
    }

    public Limits with(Sizes replaced) {
        return new Limits(replaced, times, connections, requests);
    }

    public Limits with(Times replaced) {
        return new Limits(sizes, replaced, connections, requests);
    }

    public Limits withConnections(int most) {
        return new Limits(sizes, times, most, requests);
    }

    public Limits withRequests(int most) {
        return new Limits(sizes, times, connections, most);
    }

    /// In bytes, but for the count of headers.
    ///
    /// @param requestLine answered 414 when exceeded
    /// @param headerCount answered 431 when exceeded
    /// @param headers all header fields together; answered 431 when exceeded
    /// @param body answered 413 when exceeded
    public record Sizes(int requestLine, int headerCount, int headers, long body) {

        public Sizes {
            if (requestLine < 1 || headerCount < 1 || headers < 1 || body < 0) {
                throw new IllegalArgumentException(
                        "request-line: %d, header-count: %d, headers: %d, body: %d (expected: >= 1, body >= 0)"
                                .formatted(requestLine, headerCount, headers, body));
            }
        }
    }

    /// Time for one request, and between two.
    ///
    /// @param headers from the first byte of a request to the end of its headers; answered 408 when exceeded
    /// @param body from there to the end of the body; answered 408 when exceeded
    /// @param idle between two requests of a connection; then it is closed
    public record Times(Duration headers, Duration body, Duration idle) {

        private static final Duration LONGEST = Duration.ofDays(365);

        public Times {
            check("headers", headers);
            check("body", body);
            check("idle", idle);
        }

        private static void check(String name, Duration time) {
            if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("%s: %s (expected: > 0, at most 365 days)".formatted(name, time));
            }
        }
    }
}
