package dev.margay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.bench.Peer.Column;
import dev.margay.bench.load.Paced;
import dev.margay.bench.process.Launch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpReportTest {
    private static final Launch NOTHING = new Launch(List.of(), "", "");
    private static final Machine MACHINE = new Machine(2, "a processor", 24, "Linux 6.1", "OpenJDK 25");

    @Test
    void aRowShowsTheServerInRelationToTheReferenceAndTheBest() {
        var text = report(section(Column.BARE, Map.of("vertx", 100.0, "netty", 125.0)));

        assertThat(text)
                .contains("| vertx | 100 (100–100) | 1.00 | 0.80 |")
                .contains("| netty | 125 (125–125) | 1.25 | 1.00 |");
    }

    @Test
    void theMachineIsDescribed() {
        assertThat(report(section(Column.BARE, Map.of("vertx", 1.0))))
                .contains("2 cores (a processor), 24 GiB, Linux 6.1, OpenJDK 25");
    }

    @Test
    void bareMargayIsHeldAgainstTheReferenceAndHelidon() {
        var goals = Goals.of(List.of(section(Column.BARE, Map.of("vertx", 100.0, "helidon", 95.0, "margay", 92.0))));

        assertThat(goals)
                .containsExactly(
                        new Goals.Goal("bare: at least 0.9 x vertx", "0.92", true),
                        new Goals.Goal("bare: at least 1.0 x helidon", "0.97", false),
                        new Goals.Goal("bare: p99 at most 1.25 x the best blocking peer's", "1.00", true));
    }

    @Test
    void equippedMargayIsHeldAgainstAll() {
        var goals = Goals.of(List.of(section(Column.EQUIPPED, Map.of("netty", 80.0, "spring", 40.0, "margay", 100.0))));

        assertThat(goals).contains(new Goals.Goal("equipped: first of all", "1.25 x the best other", true));
    }

    @Test
    void withoutMargayThereAreNoGoals() {
        assertThat(Goals.of(List.of(section(Column.BARE, Map.of("vertx", 1.0)))))
                .isEmpty();
        assertThat(report(section(Column.BARE, Map.of("vertx", 1.0)))).doesNotContain("Goals");
    }

    private static String report(HttpReport.Section section) {
        return HttpReport.text(MACHINE, HttpOptions.usual(), List.of(section));
    }

    private static HttpReport.Section section(Column column, Map<String, Double> perSecond) {
        var peers = perSecond.keySet().stream()
                .map(name -> new Peer(name, column, !List.of("vertx", "netty").contains(name), NOTHING))
                .toList();
        var peaks = new Results<Peak>(peers);
        var paced = new Results<Paced>(peers);
        for (var peer : peers) {
            var rate = new Peak.Rate(perSecond.getOrDefault(peer.name(), 0.0), 1, 2);
            peaks.add(peer, new Peak(rate, new Peak.Cost(10, 200), 0, 1));
            paced.add(peer, new Paced(60, 1, 2, 3, 0));
        }
        return new HttpReport.Section(column, peaks, 60, paced);
    }
}
