package dev.margay.http;

/// A stranger's text as it may stand in an error or a log line: short, and without control characters.
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    static String of(String text) {
        var shown = new StringBuilder(Math.min(text.length(), LONGEST) + 3);
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() > LONGEST ? shown.append("...").toString() : shown.toString();
    }
}
