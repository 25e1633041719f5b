package dev.margay.bench;

import java.util.List;

/// What `bench start` is asked for. Immutable.
record StartOptions(int rounds) {
    static final String USAGE = """
            usage: ./margay bench start [--rounds N]

              --rounds N       starts of each program, alternating (5)
            """;
    private static final int USUAL = 5;

    StartOptions {
        if (rounds < 1) {
            throw new UsageException("--rounds " + rounds + " (expected: >= 1)");
        }
    }

    static StartOptions parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new StartOptions(USUAL);
        }
        if (arguments.size() != 2 || !arguments.getFirst().equals("--rounds")) {
            throw new UsageException(String.join(" ", arguments) + ": not understood\n" + USAGE);
        }
        try {
            return new StartOptions(Integer.parseInt(arguments.getLast()));
        } catch (NumberFormatException e) {
            throw new UsageException("--rounds " + arguments.getLast() + " (expected: a whole number)", e);
        }
    }

    boolean isComplete() {
        return rounds >= USUAL;
    }
}
