package dev.margay.http;

/// A stranger's text as it may stand in an error or a log line: short, on one line, without control characters.
public final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    /// The first 80 characters, `?` in place of those that do more than being seen.
    public static String of(String text) {
        var shown = new StringBuilder(Math.min(text.length(), LONGEST) + 3);
        int at = 0;
        for (int count = 0; at < text.length() && count < LONGEST; count++) {
            int c = text.codePointAt(at);
            shown.appendCodePoint(isSeen(c) ? c : '?');
            at += Character.charCount(c);
        }
        return at < text.length() ? shown.append("...").toString() : shown.toString();
    }

    /// Neither ends a line, nor changes the direction of what follows, nor is half of a character.
    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
