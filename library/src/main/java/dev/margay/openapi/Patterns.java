package dev.margay.openapi;

import java.util.Optional;
import java.util.regex.Pattern;

/// Java's regular expressions as those of JSON Schema (ECMA-262 with the flag `u`), where both mean the same.
final class Patterns {

    /// Pieces that both dialects read alike.
    private static final Pattern SHARED = Pattern.compile("(?:"
            + "[^\\\\(&+*?}]"
            + "|&(?!&)"
            + "|\\\\[dDwWsSbBntrfv\\\\/^$.*+?()\\[\\]{}|]"
            + "|(?<=\\[[^\\]]{0,200})\\\\-"
            + "|\\\\[pP]\\{(?:[LMNPSZC][a-z]?)}"
            + "|\\\\u[0-9A-Fa-f]{4}|\\\\x[0-9A-Fa-f]{2}"
            + "|\\((?!\\?)|\\(\\?(?:[:=!]|<[=!])"
            + "|[+*?](?!\\+)|}(?!\\+)"
            + ")*");

    /// A class within a class, which only Java has.
    private static final Pattern NESTED = Pattern.compile("(?<!\\\\)\\[[^\\]]*(?<!\\\\)\\[");

    private Patterns() {}

    /// The expression for a text that matches as a whole; empty if only Java reads it so.
    static Optional<String> shared(String java) {
        boolean both = SHARED.matcher(java).matches() && !NESTED.matcher(java).find();
        return both ? Optional.of("^(?:" + java + ")$") : Optional.empty();
    }
}
