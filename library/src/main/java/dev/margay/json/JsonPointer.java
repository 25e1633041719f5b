package dev.margay.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A place in a JSON document (RFC 6901).
record JsonPointer(String text, List<String> steps) {

    /// The place behind the last element of a list.
    static final String END = "-";

    private static final int LONGEST = 1_000;

    /// Reads a pointer.
    ///
    /// @throws IllegalArgumentException if it is none
    static JsonPointer parse(String text) {
        if (text.length() > LONGEST || (!text.isEmpty() && text.charAt(0) != '/')) {
            throw none(text);
        }
        var steps = new ArrayList<String>();
        for (int from = 1; from <= text.length(); ) {
            int end = text.indexOf('/', from);
            end = end < 0 ? text.length() : end;
            steps.add(unescaped(text, from, end));
            from = end + 1;
        }
        return new JsonPointer(text, List.copyOf(steps));
    }

    private static String unescaped(String text, int from, int end) {
        var step = new StringBuilder();
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '~') {
                i++;
                char escaped = i < end ? text.charAt(i) : ' ';
                if (escaped != '0' && escaped != '1') {
                    throw none(text);
                }
                c = escaped == '0' ? '~' : '/';
            }
            step.append(c);
        }
        return step.toString();
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "'%s' (expected: a JSON pointer such as /tags/0)".formatted(Explanation.shown(text)));
    }

    boolean isRoot() {
        return steps.isEmpty();
    }

    String last() {
        return steps.getLast();
    }

    /// Whether the other place lies inside of this one.
    boolean holds(JsonPointer other) {
        return other.steps.size() > steps.size()
                && other.steps.subList(0, steps.size()).equals(steps);
    }

    /// What is at this place, or null.
    @Nullable
    JsonNode find(JsonNode document) {
        return walk(document, steps);
    }

    /// What holds this place, or null.
    @Nullable
    JsonNode parent(JsonNode document) {
        return walk(document, steps.subList(0, steps.size() - 1));
    }

    private static @Nullable JsonNode walk(JsonNode document, List<String> steps) {
        JsonNode node = document;
        for (String step : steps) {
            node = node.isArray() ? node.get(index(step)) : node.get(step);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /// The index a step of a list means, or -1: digits without leading zeros.
    static int index(String step) {
        boolean digits = !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (step.length() == 1 || step.charAt(0) != '0') ? Integer.parseInt(step) : -1;
    }
}
