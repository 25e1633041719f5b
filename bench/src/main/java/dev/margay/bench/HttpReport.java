package dev.margay.bench;

import dev.margay.bench.Peer.Column;
import dev.margay.bench.load.Paced;
import dev.margay.bench.process.Launch;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The tables of `bench http` in Markdown.
final class HttpReport {
    private HttpReport() {}

    static String text(Machine machine, HttpOptions options, List<Section> sections) {
        var text = new StringBuilder("# Margay and its peers over HTTP\n\n");
        text.append("""
                `POST /helloworld` with `{"name":"Nic"}`, answered `{"message":"Hello Nic"}`, over 400 keep-alive connections.
                *Bare*: nothing but the handler. *Equipped*: request id, metrics, validation and a JSON access log.
                Each server in a JVM of its own with `%s`; server and load share the cores.

                %s. Median of %d rounds of %d s, alternating, after %d s of warm-up; least and most in brackets.
                """.formatted(
                        String.join(" ", Launch.FLAGS),
                        machine.text(),
                        options.rounds(),
                        options.seconds(),
                        options.warmUpSeconds()));
        sections.forEach(section -> section.write(text));
        var goals = Goals.of(sections);
        if (!goals.isEmpty()) {
            text.append("\n## Goals\n\n| goal | measured | met |\n|---|---|---|\n");
            goals.forEach(goal -> text.append(
                    "| %s | %s | %s |\n".formatted(goal.text(), goal.measured(), goal.isMet() ? "yes" : "no")));
        }
        return text.toString();
    }

    /// One column of the comparison: bare or equipped.
    record Section(Column column, Results<Peak> peaks, long rate, Results<Paced> paced) {

        double perSecond(Peer peer) {
            return peaks.median(peer, peak -> peak.rate().perSecond());
        }

        double pacedP99(Peer peer) {
            return paced.median(peer, Paced::p99Millis);
        }

        private void write(StringBuilder text) {
            text.append("\n## ").append(column.title()).append("\n\n");
            text.append("| server | requests/s | × ")
                    .append(Peers.REFERENCE)
                    .append(
                            " | × best | p50 ms | p99 ms "
                                    + "| CPU ms per 1,000 | RSS MiB | logged % | failed |\n|---|---|---|---|---|---|---|---|---|---|\n");
            peaks.peers().forEach(peer -> text.append(peakRow(peer)));
            text.append("\nAt a constant %,d requests/s (60 %% of the slowest's peak), from when each was due:\n\n"
                    .formatted(rate));
            text.append("| server | answered/s | p50 ms | p99 ms | p99.9 ms | failed |\n|---|---|---|---|---|---|\n");
            paced.peers().forEach(peer -> text.append(pacedRow(peer)));
        }

        private String peakRow(Peer peer) {
            var best = peaks.peers().stream().mapToDouble(this::perSecond).max().orElseThrow();
            var reference = peaks.named(Peers.REFERENCE)
                    .map(p -> number(perSecond(peer) / perSecond(p)))
                    .orElse("–");
            var logged = column == Column.BARE ? "–" : number(100 * peaks.median(peer, Peak::logged));
            return row(
                    peer.name(),
                    peaks.spread(peer, peak -> peak.rate().perSecond()).text(0),
                    reference,
                    number(perSecond(peer) / best),
                    peak(peer, peak -> peak.rate().p50Millis()),
                    peak(peer, peak -> peak.rate().p99Millis()),
                    peak(peer, peak -> peak.cost().cpuMillisPerThousand()),
                    peaks.spread(peer, peak -> peak.cost().residentMebibytes()).text(0),
                    logged,
                    whole(peaks.spread(peer, Peak::failures).max()));
        }

        private String peak(Peer peer, ToDoubleFunction<Peak> value) {
            return peaks.spread(peer, value).text(2);
        }

        private String pacedRow(Peer peer) {
            return row(
                    peer.name(),
                    whole(paced.median(peer, Paced::perSecond)),
                    paced.spread(peer, Paced::p50Millis).text(2),
                    paced.spread(peer, Paced::p99Millis).text(2),
                    paced.spread(peer, Paced::p999Millis).text(2),
                    whole(paced.spread(peer, Paced::failures).max()));
        }

        private static String row(String... cells) {
            return "| " + String.join(" | ", cells) + " |\n";
        }
    }

    static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "–";
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
