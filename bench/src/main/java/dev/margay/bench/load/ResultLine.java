package dev.margay.bench.load;

import java.util.HashMap;
import java.util.Map;

/// The line `RESULT name=number …` with which a load generator ends its output.
public record ResultLine(Map<String, Long> numbers) {
    private static final String START = "RESULT ";

    public ResultLine {
        numbers = Map.copyOf(numbers);
    }

    public static ResultLine parse(String output) {
        var line = output.lines()
                .filter(l -> l.startsWith(START))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line with RESULT (expected one) in: " + output));
        var numbers = new HashMap<String, Long>();
        for (var pair : line.substring(START.length()).trim().split(" ", -1)) {
            var equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(pair + " (expected: name=number) in: " + line);
            }
            numbers.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
        }
        return new ResultLine(numbers);
    }

    public long number(String name) {
        var number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("no " + name + " (expected one) in: " + numbers);
        }
        return number;
    }
}
