package dev.margay.bench;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// What `bench http` is asked for. Immutable.
///
/// @param only names of the servers to measure; all if empty
/// @param check whether a missed goal ends the command with 1
record HttpOptions(int rounds, int seconds, int warmUpSeconds, List<String> only, boolean check) {
    static final String USAGE = """
            usage: ./margay bench http [--rounds N] [--seconds N] [--warm-up N] [--only NAME,NAME] [--quick] [--check]

              --rounds N       measurements of each server, alternating (5)
              --seconds N      length of one measurement (8)
              --warm-up N      load before the first measurement of each process (6)
              --only NAMES     only these of: netty, vertx, helidon, spring, margay, margay-fallback
              --quick          one round of two seconds: shows that all runs, says nothing about speed
              --check          exit 1 if Margay misses one of its goals
            """;

    HttpOptions {
        atLeastOne("--rounds", rounds);
        atLeastOne("--seconds", seconds);
        atLeastOne("--warm-up", warmUpSeconds);
        only = List.copyOf(only);
    }

    static HttpOptions usual() {
        return new HttpOptions(5, 8, 6, List.of(), false);
    }

    static HttpOptions parse(List<String> arguments) {
        var options = usual();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    /// Whether the result may stand as the project's: everything measured, often and long enough.
    boolean isComplete() {
        return only.isEmpty() && rounds >= usual().rounds() && seconds >= usual().seconds();
    }

    boolean includes(Peer peer) {
        return only.isEmpty() || only.contains(peer.name());
    }

    private HttpOptions with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--rounds" -> new HttpOptions(number(option, rest), seconds, warmUpSeconds, only, check);
            case "--seconds" -> new HttpOptions(rounds, number(option, rest), warmUpSeconds, only, check);
            case "--warm-up" -> new HttpOptions(rounds, seconds, number(option, rest), only, check);
            case "--only" -> new HttpOptions(rounds, seconds, warmUpSeconds, names(option, rest), check);
            case "--quick" -> new HttpOptions(1, 2, 1, only, check);
            case "--check" -> new HttpOptions(rounds, seconds, warmUpSeconds, only, true);
            default -> throw new UsageException(option + ": unknown option\n" + USAGE);
        };
    }

    private static List<String> names(String option, Iterator<String> rest) {
        return Arrays.asList(value(option, rest).split(",", -1));
    }

    private static int number(String option, Iterator<String> rest) {
        var text = value(option, rest);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException(option + " " + text + " (expected: a whole number)", e);
        }
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + ": nothing follows (expected: a value)");
        }
        return rest.next();
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UsageException(option + " " + value + " (expected: >= 1)");
        }
    }
}
