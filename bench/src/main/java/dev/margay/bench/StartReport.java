package dev.margay.bench;

import dev.margay.bench.Start.Round;
import dev.margay.bench.process.Launch;
import java.util.List;
import java.util.function.Function;

/// The table of `bench start` in Markdown.
final class StartReport {
    private StartReport() {}

    static String text(Machine machine, StartOptions options, List<Start> starts) {
        var text = new StringBuilder("# Time to start\n\n");
        text.append("""
                From the start of the process to the first right answer, and its resident memory then; plain, and with an AOT
                cache of the JDK. `%s`, the last for Margay only.

                %s. Median of %d, alternating; least and most in brackets.

                | program | ms | ms with cache | RSS MiB | RSS MiB with cache |
                |---|---|---|---|---|
                """.formatted(String.join(" ", Launch.FLAGS), machine.text(), options.rounds()));
        for (var start : starts) {
            text.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            start.name(),
                            spread(start.plain(), Round::millis),
                            spread(start.cached(), Round::millis),
                            spread(start.plain(), Round::residentMebibytes),
                            spread(start.cached(), Round::residentMebibytes)));
        }
        return text.toString();
    }

    private static String spread(List<Round> rounds, Function<Round, Double> value) {
        return Spread.of(rounds.stream().map(value).toList()).text(0);
    }
}
