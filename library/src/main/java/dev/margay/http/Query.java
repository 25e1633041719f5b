package dev.margay.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The decoded parameters of a request target, in order (`application/x-www-form-urlencoded`). Immutable.
public final class Query {

    private static final Query EMPTY = new Query(List.of());

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    public static Query empty() {
        return EMPTY;
    }

    /// Decodes `name=value&name=value`.
    ///
    /// @throws ProblemException 400 for a broken percent-encoding
    public static Query parse(String text) {
        var parameters = new ArrayList<Parameter>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('&', from);
            end = end < 0 ? text.length() : end;
            if (end > from) {
                parameters.add(parameter(text.substring(from, end)));
            }
            from = end + 1;
        }
        return new Query(List.copyOf(parameters));
    }

    private static Parameter parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter(Percent.decodeForm(pair), "")
                : new Parameter(
                        Percent.decodeForm(pair.substring(0, equals)), Percent.decodeForm(pair.substring(equals + 1)));
    }

    /// The first value of the name.
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(one -> one.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /// The whole number of the name, if the parameter is there.
    ///
    /// @throws ProblemException 400 if it is not a number from `least` to `most`
    public Optional<Integer> number(String name, int least, int most) {
        return number(name, (long) least, (long) most).map(Long::intValue);
    }

    /// As [#number(String, int, int)], for numbers that may be larger.
    public Optional<Long> number(String name, long least, long most) {
        return first(name).map(text -> number(name, text, least, most));
    }

    private static long number(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most && text.chars().allMatch(Query::inNumbers)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // answered below, as a number out of range is
        }
        throw Problem.badRequest("%s: '%s' (expected: a whole number from %d to %d)"
                        .formatted(name, Shown.of(text), least, most))
                .at(name)
                .exception();
    }

    /// The digits of other scripts, which the JDK takes too, are not what an address is written with.
    private static boolean inNumbers(int letter) {
        return letter == '-' || (letter >= '0' && letter <= '9');
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public record Parameter(String name, String value) {}
}
