package dev.margay.web;

import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request makes its answer depend on, looked at in the order of RFC 9110 section 13.2.2.
///
/// A date that is malformed is ignored; a list of tags that is malformed is a 400.
public final class Conditions {

    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";

    private Conditions() {}

    /// Looks at the conditions of a request for a thing that is there.
    ///
    /// @return the answer 304 if the caller has it already; empty if the request is to be carried out
    /// @throws dev.margay.http.ProblemException 412 if the caller expects another state, or that it is
    /// not there
    public static Optional<Response> check(Request request, Validators now) {
        if (!isExpected(request.headers(), now)) {
            throw failed("This has changed since; read it again.").exception();
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!isKnown(request.headers(), now, reads)) {
            return Optional.empty();
        }
        if (!reads) {
            throw failed("This is there already.").exception();
        }
        return Optional.of(Response.of(304).with(now.headers()));
    }

    /// Looks at the conditions of a request for a thing that is not there.
    ///
    /// @throws dev.margay.http.ProblemException 412 if the caller expects that it is, by `If-Match`
    public static void checkAbsent(Request request) {
        if (ifMatch(request).isPresent()) {
            throw failed("This is not there.").exception();
        }
    }

    /// What `If-Match` names, for who compares it where it counts: in the transaction of a change. Empty
    /// without it.
    ///
    /// @throws dev.margay.http.ProblemException 400 if it is malformed
    public static Optional<EntityTags> ifMatch(Request request) {
        return EntityTags.in(request.headers(), IF_MATCH);
    }

    /// As [#ifMatch(Request)], of a request that must have it.
    ///
    /// @throws dev.margay.http.ProblemException 428 without it, 400 if it is malformed
    public static EntityTags requireIfMatch(Request request) {
        return ifMatch(request)
                .orElseThrow(() -> Problem.of(
                                428,
                                "PreconditionRequired",
                                "Say which version is to be changed: send its ETag as If-Match, or '*' for any.")
                        .at(IF_MATCH)
                        .exception());
    }

    private static Problem failed(String message) {
        return Problem.of(412, "PreconditionFailed", message);
    }

    private static boolean isExpected(Headers headers, Validators now) {
        var named = EntityTags.in(headers, IF_MATCH);
        if (named.isPresent()) {
            return named.get().any() || (now.tag != null && named.get().have(now.tag));
        }
        return date(headers, "If-Unmodified-Since")
                .map(date -> now.modified == null || !now.modified.isAfter(date))
                .orElse(true);
    }

    private static boolean isKnown(Headers headers, Validators now, boolean reads) {
        var named = EntityTags.in(headers, IF_NONE_MATCH);
        if (named.isPresent()) {
            return named.get().any() || (now.tag != null && named.get().haveWeakly(now.tag));
        }
        return reads
                && date(headers, "If-Modified-Since")
                        .map(date -> now.modified != null && !now.modified.isAfter(date))
                        .orElse(false);
    }

    private static Optional<Instant> date(Headers headers, String name) {
        return headers.first(name).flatMap(HttpDate::parse);
    }

    /// Whether a range may be given: `If-Range` names what is there, or is not sent (RFC 9110 section
    /// 13.1.5).
    static boolean rangeHolds(Headers headers, Validators now) {
        String given = headers.find("If-Range");
        if (given == null) {
            return true;
        }
        return EntityTags.isTag(given)
                ? given.equals(now.tag) && !given.startsWith("W/")
                : now.modified != null
                        && HttpDate.parse(given).filter(now.modified::equals).isPresent();
    }

    /// What tells one state of a thing from another: its entity tag, the time of its last change, or
    /// both. Immutable.
    public static final class Validators {

        private final @Nullable String tag;
        private final @Nullable Instant modified;

        private Validators(@Nullable String tag, @Nullable Instant modified) {
            if (tag != null && !EntityTags.isTag(tag)) {
                throw new IllegalArgumentException(
                        "tag %s (expected: text in quotes, perhaps after W/)".formatted(tag));
            }
            this.tag = tag;
            this.modified = modified == null ? null : modified.truncatedTo(ChronoUnit.SECONDS);
        }

        /// By an entity tag.
        ///
        /// @param tag in its quotes, perhaps behind `W/`
        public static Validators of(String tag) {
            return new Validators(tag, null);
        }

        /// By a time: to the second, as dates in headers are.
        public static Validators of(Instant modified) {
            return new Validators(null, modified);
        }

        /// By both.
        ///
        /// @param tag as in [#of(String)]
        /// @param modified as in [#of(Instant)], or null if nobody knows
        public static Validators of(String tag, @Nullable Instant modified) {
            return new Validators(tag, modified);
        }

        /// As headers of an answer: `ETag` and `Last-Modified`.
        public Headers headers() {
            var headers = tag == null ? Headers.empty() : Headers.of("ETag", tag);
            return modified == null ? headers : headers.with("Last-Modified", HttpDate.text(modified));
        }
    }
}
