package dev.margay.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// The table of `bench jmh` in Markdown.
final class JmhReport {
    private JmhReport() {}

    /// Runs all small benchmarks.
    static Collection<RunResult> measured() {
        try {
            return new Runner(new OptionsBuilder().build()).run();
        } catch (RunnerException e) {
            throw new IllegalStateException("the small benchmarks cannot be run", e);
        }
    }

    static String text(Machine machine, Collection<RunResult> results) {
        var text = new StringBuilder("""
                # Small benchmarks

                What the match of a route and the steps around a handler cost, by JMH.

                %s. Mean of all iterations of all forks, and half of its 99.9 %% confidence interval.

                | benchmark | parameters | score | ± | unit |
                |---|---|---|---|---|
                """.formatted(machine.text()));
        for (var result : results) {
            var primary = result.getPrimaryResult();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.1f | %,.1f | %s |\n",
                    name(result.getParams()),
                    parameters(result.getParams()),
                    primary.getScore(),
                    primary.getScoreError(),
                    primary.getScoreUnit()));
        }
        return text.toString();
    }

    /// `RouteMatch.fixed` of its full name.
    private static String name(BenchmarkParams benchmark) {
        var name = benchmark.getBenchmark();
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    private static String parameters(BenchmarkParams benchmark) {
        return benchmark.getParamsKeys().stream()
                .map(key -> key + " = " + benchmark.getParam(key))
                .collect(Collectors.joining(", "));
    }
}
