package dev.margay.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The types of content a client wants, by weight (RFC 9110 section 12.5.1). Immutable.
///
/// The most specific range that matches a type decides: `text/html` before `text/*` before `*/*`.
/// Parameters other than `q` are not looked at; a range whose weight is none counts as refused.
final class Accept {

    private static final Accept ANYTHING = new Accept(List.of(new Range("*/*", 1)));

    private final List<Range> ranges;

    private record Range(String type, double weight) {}

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    /// Of a request that says nothing: anything.
    static Accept of(Request request) {
        String first = request.headers().find("Accept");
        return first == null || first.isBlank()
                ? ANYTHING
                : parse(String.join(",", request.headers().all("Accept")));
    }

    private static Accept parse(String header) {
        var ranges = new ArrayList<Range>();
        for (String text : header.split(",", -1)) {
            var pieces = text.split(";", -1);
            var type = pieces[0].strip().toLowerCase(Locale.ROOT);
            if (!type.isEmpty()) {
                ranges.add(new Range(type.equals("*") ? "*/*" : type, weight(pieces)));
            }
        }
        return ranges.isEmpty() ? ANYTHING : new Accept(List.copyOf(ranges));
    }

    private static double weight(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            var parameter = pieces[i].strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                return number(parameter.substring(2).strip());
            }
        }
        return 1;
    }

    /// Also as `.2`, which the JDK's first client of HTTP sends.
    private static double number(String text) {
        if (!text.matches("[01]?(\\.[0-9]{0,3})?") || text.isEmpty() || text.equals(".")) {
            return 0;
        }
        double weight = Double.parseDouble(text);
        return weight > 1 ? 0 : weight;
    }

    /// How welcome this type is, from 0 (not at all) to 1.
    ///
    /// @param type in lower case, without parameters
    double weight(String type) {
        var any = type.substring(0, type.indexOf('/') + 1) + "*";
        for (var range : List.of(type, any, "*/*")) {
            double most = -1;
            for (var one : ranges) {
                most = one.type.equals(range) ? Math.max(most, one.weight) : most;
            }
            if (most >= 0) {
                return most;
            }
        }
        return 0;
    }

    /// Whether the type is named, not only covered, and welcome.
    boolean names(String type) {
        return ranges.stream().anyMatch(range -> range.type.equals(type) && range.weight > 0);
    }

    /// The most welcome of these types, the first of equals; empty if none is welcome.
    Optional<String> best(List<String> types) {
        String best = null;
        double most = 0;
        for (String type : types) {
            double weight = weight(type);
            if (weight > most) {
                most = weight;
                best = type;
            }
        }
        return Optional.ofNullable(best);
    }
}
