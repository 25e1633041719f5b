package dev.margay.messaging;

import java.util.regex.Pattern;

/// What queues, subjects, patterns and groups may be called, and which subjects a pattern covers.
public final class Names {

    private static final int LONGEST = 200;
    private static final String TOKEN = "[a-z0-9_-]+";
    private static final Pattern DOTTED = Pattern.compile(TOKEN + "(\\." + TOKEN + "){0,15}");
    private static final Pattern WITH_WILDCARDS =
            Pattern.compile("(" + TOKEN + "|\\*)(\\.(" + TOKEN + "|\\*)){0,15}(\\.>)?|>");
    private static final Pattern GROUP = Pattern.compile("[a-z0-9_-]{1,64}");

    private Names() {}

    public static String checkQueue(String name) {
        return check("queue", name, DOTTED, "dotted tokens of a-z 0-9 _ -, at most 16 and 200 characters");
    }

    public static String checkSubject(String name) {
        return check("subject", name, DOTTED, "dotted tokens of a-z 0-9 _ -, at most 16 and 200 characters");
    }

    public static String checkPattern(String pattern) {
        return check(
                "pattern",
                pattern,
                WITH_WILDCARDS,
                "a subject in which * stands for a token, or > at its end for the rest");
    }

    public static String checkGroup(String name) {
        return check("group", name, GROUP, "1 to 64 of a-z 0-9 _ -");
    }

    /// The name of a queue, or `pattern@group`, as the store knows what it holds.
    public static String checkSource(String name) {
        int at = name.lastIndexOf('@');
        if (at < 0) {
            return checkQueue(name);
        }
        checkPattern(name.substring(0, at));
        checkGroup(name.substring(at + 1));
        return name;
    }

    /// Whether the pattern covers the subject.
    public static boolean covers(String pattern, String subject) {
        var wanted = pattern.split("\\.", -1);
        var given = subject.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals(">")) {
                return given.length > i;
            }
            if (i == given.length || !(wanted[i].equals("*") || wanted[i].equals(given[i]))) {
                return false;
            }
        }
        return given.length == wanted.length;
    }

    /// Subjects that share their keys: all that differ only in their last token.
    public static String family(String subject) {
        int last = subject.lastIndexOf('.');
        return last < 0 ? subject : subject.substring(0, last);
    }

    /// The queue from which the members of a group take the events that the pattern covers.
    public static String groupQueue(String pattern, String group) {
        return pattern + "@" + group;
    }

    private static String check(String what, String name, Pattern allowed, String expected) {
        if (name.length() > LONGEST || !allowed.matcher(name).matches()) {
            var shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
            throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(what, shown, expected));
        }
        return name;
    }
}
