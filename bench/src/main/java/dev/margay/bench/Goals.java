package dev.margay.bench;

import dev.margay.bench.HttpReport.Section;
import dev.margay.bench.Peer.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What Margay promises about its speed, held against what was measured.
final class Goals {
    private static final String MARGAY = "margay";
    private static final double OF_REFERENCE = 0.9;
    private static final double OF_BEST_P99 = 1.25;

    private Goals() {}

    /// Those goals whose servers were measured.
    static List<Goal> of(List<Section> sections) {
        var goals = new ArrayList<Goal>();
        for (var section : sections) {
            if (section.column() == Column.BARE) {
                throughput(section, Peers.REFERENCE, OF_REFERENCE).ifPresent(goals::add);
                throughput(section, "helidon", 1).ifPresent(goals::add);
            } else {
                best(section).ifPresent(goals::add);
            }
            latency(section).ifPresent(goals::add);
        }
        return List.copyOf(goals);
    }

    private static Optional<Goal> throughput(Section section, String other, double factor) {
        return both(section, other).map(pair -> {
            var ratio = section.perSecond(pair.margay()) / section.perSecond(pair.other());
            return new Goal(
                    "bare: at least %s x %s".formatted(factor, other), HttpReport.number(ratio), ratio >= factor);
        });
    }

    private static Optional<Goal> best(Section section) {
        var others = section.peaks().peers().stream()
                .filter(peer -> !peer.isMargay())
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        var best = others.stream().mapToDouble(section::perSecond).max().orElseThrow();
        return section.peaks().named(MARGAY).map(margay -> {
            var ratio = section.perSecond(margay) / best;
            return new Goal("equipped: first of all", HttpReport.number(ratio) + " x the best other", ratio >= 1);
        });
    }

    private static Optional<Goal> latency(Section section) {
        var best = section.peaks().peers().stream()
                .filter(peer -> peer.blocking() && !peer.isMargay())
                .mapToDouble(section::pacedP99)
                .min();
        var margay = section.peaks().named(MARGAY);
        if (best.isEmpty() || margay.isEmpty()) {
            return Optional.empty();
        }
        var ratio = section.pacedP99(margay.get()) / best.getAsDouble();
        var text = "%s: p99 at most %s x the best blocking peer's"
                .formatted(section.column().title().toLowerCase(Locale.ROOT), OF_BEST_P99);
        return Optional.of(new Goal(text, HttpReport.number(ratio), ratio <= OF_BEST_P99));
    }

    private static Optional<Pair> both(Section section, String other) {
        return section.peaks()
                .named(MARGAY)
                .flatMap(margay -> section.peaks().named(other).map(peer -> new Pair(margay, peer)));
    }

    private record Pair(Peer margay, Peer other) {}

    /// One promise. Immutable.
    record Goal(String text, String measured, boolean isMet) {}
}
