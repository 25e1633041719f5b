package dev.margay.http;

import java.util.HashSet;
import java.util.List;

/// The syntax of route templates.
final class Template {

    private Template() {}

    static void check(String template) {
        if (!template.startsWith("/")) {
            throw refused(template, "an absolute path");
        }
        var names = new HashSet<String>();
        var segments = segments(template);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (rest(segment) && i < segments.size() - 1) {
                throw refused(template, "{...} only at the end");
            }
            if (variable(segment) ? !names.add(name(segment)) : segment.matches(".*[{}%?#\\s].*")) {
                throw refused(template, "plain segments, {variable} or a final {rest...}, each name once");
            }
        }
    }

    /// The text between slashes; the segments of `/` are one empty text.
    static List<String> segments(String template) {
        return List.of(template.substring(1).split("/", -1));
    }

    static boolean variable(String segment) {
        return segment.matches("\\{[A-Za-z][A-Za-z0-9_]*(\\.\\.\\.)?}");
    }

    static boolean rest(String segment) {
        return variable(segment) && segment.endsWith("...}");
    }

    static String name(String segment) {
        return segment.substring(1, segment.length() - (rest(segment) ? 4 : 1));
    }

    private static IllegalArgumentException refused(String template, String expected) {
        return new IllegalArgumentException("route '%s' (expected: %s)".formatted(template, expected));
    }
}
