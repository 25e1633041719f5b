package dev.margay.http;

import java.util.HashSet;
import java.util.List;

/// The syntax of route templates.
final class Template {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String HOST = "(\\*\\.)?%s(\\.%s)*".formatted(LABEL, LABEL);

    private Template() {}

    static void check(String template) {
        if (template.indexOf('/') < 0) {
            throw refused(template, "an absolute path, perhaps after a host");
        }
        if (!host(template).isEmpty() && !host(template).matches(HOST)) {
            throw refused(template, "an absolute path, or before it a host in lower case without a port");
        }
        var names = new HashSet<String>();
        var segments = segments(template);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (rest(segment) && i < segments.size() - 1) {
                throw refused(template, "{...} only at the end");
            }
            if (variable(segment) ? !names.add(name(segment)) : segment.matches("\\.{1,2}|.*[{}%?#\\s].*")) {
                throw refused(template, "plain segments, {variable} or a final {rest...}, each name once");
            }
            if (segment.isEmpty() && i < segments.size() - 1) {
                throw refused(template, "no empty segment but the last");
            }
        }
    }

    /// What stands before the path; mostly nothing.
    static String host(String template) {
        return template.substring(0, template.indexOf('/'));
    }

    static String path(String template) {
        return template.substring(template.indexOf('/'));
    }

    /// The text between the slashes of the path; the segments of `/` are one empty text.
    static List<String> segments(String template) {
        return List.of(path(template).substring(1).split("/", -1));
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
