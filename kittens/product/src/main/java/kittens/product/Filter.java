package kittens.product;

import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Shown;
import java.util.ArrayList;
import java.util.List;

/// Reads a filter: `price<5000, breed="Maine Coon" and name!=Tom`. One thread at a time.
///
/// Conditions are joined by `,` or ` and `; each is a field, one of `= != < <= > >=`, and a value. A value that has
/// such a joint, or outer blanks, inside stands in single or double quotes, where the quote itself is doubled.
final class Filter {

    private static final int MOST_CONDITIONS = 10;
    private static final int LONGEST = 1_000;
    private static final String AND = " and ";

    private final String text;
    private int at;

    private Filter(String text) {
        this.text = text;
    }

    /// @throws ProblemException 400 naming what is wrong
    static List<Condition> parse(String text) {
        if (text.length() > LONGEST) {
            throw refused("%d characters (expected: at most %d)".formatted(text.length(), LONGEST));
        }
        return new Filter(text).conditions();
    }

    private List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        do {
            conditions.add(condition());
            if (conditions.size() > MOST_CONDITIONS) {
                throw refused("more than %d conditions".formatted(MOST_CONDITIONS));
            }
        } while (joined());
        return List.copyOf(conditions);
    }

    private Condition condition() {
        var name = name();
        var field = Field.named(name)
                .orElseThrow(() ->
                        refused("unknown field '%s' (expected: one of %s)".formatted(Shown.of(name), Field.names())));
        var comparison = comparison(field);
        skipBlanks();
        var value = quoted() ? inQuotes() : bare();
        return new Condition(
                field,
                comparison,
                field.parse(value)
                        .orElseThrow(() -> refused("%s: '%s' (expected: %s)"
                                .formatted(field, Shown.of(value), field.kind().expected()))));
    }

    private String name() {
        skipBlanks();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private Condition.Comparison comparison(Field field) {
        skipBlanks();
        for (var comparison : Condition.Comparison.ALL) {
            if (text.startsWith(comparison.sign(), at)) {
                at += comparison.sign().length();
                return comparison;
            }
        }
        throw refused("no comparison after '%s' (expected: one of = != < <= > >=)".formatted(field));
    }

    private boolean quoted() {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private String inQuotes() {
        char quote = text.charAt(at++);
        var value = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != quote) {
                value.append(next);
            } else if (at < text.length() && text.charAt(at) == quote) {
                value.append(text.charAt(at++));
            } else {
                return value.toString();
            }
        }
        throw refused("a quote that is not closed");
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isAnd()) {
            at++;
        }
        var value = text.substring(start, at).strip();
        if (value.isEmpty()) {
            throw refused("a value is missing (expected: field, comparison, value)");
        }
        return value;
    }

    private boolean isAnd() {
        return text.regionMatches(/* ignoreCase= */ true, at, AND, 0, AND.length());
    }

    /// Whether another condition follows.
    private boolean joined() {
        int end = at;
        if (isAnd()) {
            at += AND.length();
            return true;
        }
        skipBlanks();
        if (at == text.length()) {
            return false;
        }
        if (text.charAt(at) == ',') {
            at++;
            return true;
        }
        throw refused("'%s' after a condition (expected: ',' or 'and')".formatted(Shown.of(text.substring(end))));
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private static ProblemException refused(String why) {
        return Problem.of(400, "InvalidFilter", "filter: " + why).at("filter").exception();
    }
}
