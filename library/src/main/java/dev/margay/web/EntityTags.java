package dev.margay.web;

import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What `If-Match` or `If-None-Match` names: entity tags (RFC 9110 section 8.8.3), or `*` for whatever
/// there is.
///
/// @param any whether it is `*`
/// @param tags as they came: in quotes, the weak ones behind `W/`
public record EntityTags(boolean any, List<String> tags) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");

    public EntityTags {
        tags = List.copyOf(tags);
    }

    /// Those of a header; empty without it.
    ///
    /// @throws ProblemException 400 if it is no list of entity tags
    static Optional<EntityTags> in(Headers headers, String name) {
        var lines = headers.all(name);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String text = String.join(",", lines).strip();
        return Optional.of(text.equals("*") ? new EntityTags(true, List.of()) : parsed(name, text));
    }

    private static EntityTags parsed(String name, String text) {
        var tags = new ArrayList<String>();
        var matcher = TAG.matcher(text);
        int at = afterBlanks(text, 0);
        while (at < text.length()) {
            if (text.charAt(at) != ',') {
                if (!matcher.region(at, text.length()).lookingAt()) {
                    throw refused(name, text);
                }
                tags.add(matcher.group());
                at = afterBlanks(text, matcher.end());
                if (at < text.length() && text.charAt(at) != ',') {
                    throw refused(name, text);
                }
            }
            at = afterBlanks(text, at + 1);
        }
        if (tags.isEmpty()) {
            throw refused(name, text);
        }
        return new EntityTags(false, tags);
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static ProblemException refused(String name, String text) {
        return Problem.badRequest(
                        "%s: '%s' (expected: '*' or entity tags such as \"3\")".formatted(name, Shown.of(text)))
                .at(name)
                .exception();
    }

    static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /// Whether the tag is among them in strong comparison: weak ones never are.
    boolean have(String tag) {
        return any || (!isWeak(tag) && tags.contains(tag));
    }

    /// Whether the tag is among them in weak comparison.
    boolean haveWeakly(String tag) {
        return any || values().contains(value(tag));
    }

    /// What stands between the quotes, of weak tags as of strong ones: for tags that name a version.
    ///
    /// [Compression] weakens the tag of what it compresses, to `W/"3"`. To a caller whose tags name the
    /// states of a thing and not its bytes that is version 3, as `"3"` is.
    public List<String> values() {
        return tags.stream().map(EntityTags::value).toList();
    }

    private static String value(String tag) {
        return tag.substring(tag.indexOf('"') + 1, tag.length() - 1);
    }

    private static boolean isWeak(String tag) {
        return tag.startsWith("W/");
    }
}
