package kittens.product;

import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import kittens.product.Catalogue.Seen;

/// Versions as entity tags (RFC 9110 sections 8.8.3, 13.1): version 3 is `"3"`.
///
/// A client that accepts gzip gets it as `W/"3"`, since compression weakens the tag. Both name the same version, and a
/// version names one state of a kitten, so either is as good in `If-Match`: the weakness is that of the bytes only.
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final int MOST = 50;

    private EntityTags() {}

    static String of(Kitten kitten) {
        return "\"" + kitten.version() + "\"";
    }

    /// What `If-Match` says; empty without it. `W/"3"` is version 3, as `"3"` is.
    ///
    /// @throws ProblemException 400 if it is no list of entity tags
    static Optional<Seen> ifMatch(Headers headers) {
        return tags(headers, "If-Match").map(tags -> {
            var versions = new HashSet<Long>();
            for (var tag : tags) {
                if (tag.equals("*")) {
                    return Seen.ANY;
                }
                version(tag).ifPresent(versions::add);
            }
            return new Seen(false, versions);
        });
    }

    /// Whether `If-None-Match` names this version, in weak comparison.
    ///
    /// @throws ProblemException 400 if it is no list of entity tags
    static boolean known(Headers headers, Kitten kitten) {
        var tag = of(kitten);
        return tags(headers, "If-None-Match").orElse(List.of()).stream()
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }

    private static Optional<Long> version(String tag) {
        var number = tag.substring(tag.indexOf('"') + 1, tag.length() - 1);
        return number.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(number)) : Optional.empty();
    }

    private static Optional<List<String>> tags(Headers headers, String header) {
        var lines = headers.all(header);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var text = String.join(",", lines).strip();
        return Optional.of(text.equals("*") ? List.of("*") : parsed(header, text));
    }

    private static List<String> parsed(String header, String text) {
        var tags = new ArrayList<String>();
        var matcher = TAG.matcher(text);
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == ',' || next == ' ' || next == '\t') {
                at++;
            } else if (tags.size() < MOST && matcher.region(at, text.length()).lookingAt()) {
                tags.add(matcher.group());
                at = matcher.end();
            } else {
                throw refused(header, text);
            }
        }
        if (tags.isEmpty()) {
            throw refused(header, text);
        }
        return tags;
    }

    private static ProblemException refused(String header, String text) {
        return Problem.badRequest(
                        "%s: '%s' (expected: '*' or entity tags such as \"3\")".formatted(header, Shown.of(text)))
                .at(header)
                .exception();
    }
}
