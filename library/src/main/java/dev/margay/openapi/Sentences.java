package dev.margay.openapi;

/// Where sentences end.
final class Sentences {

    private Sentences() {}

    /// The index after the first sentence: a full stop before white space, or the end of a paragraph.
    static int first(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = i + 1 < text.length() && Character.isWhitespace(text.charAt(i + 1));
            if (ends && (c == '.' || c == '\n')) {
                return i + 1;
            }
        }
        return text.length();
    }
}
