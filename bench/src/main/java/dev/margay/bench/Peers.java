package dev.margay.bench;

import dev.margay.bench.Peer.Column;
import dev.margay.bench.process.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All servers of the comparison, in the order of the tables.
final class Peers {
    /// The one the ratios refer to.
    static final String REFERENCE = "vertx";

    private Peers() {}

    /// Reads the class paths that Maven wrote under the project's directory.
    static List<Peer> all(Path bench) {
        var peers = new ArrayList<Peer>();
        for (var column : Column.values()) {
            peers.add(alone(bench, "netty", column, false));
            peers.add(alone(bench, REFERENCE, column, false));
            peers.add(alone(bench, "helidon", column, true));
            peers.add(new Peer("spring", column, true, spring(bench, column)));
            peers.add(alone(bench, "margay", column, true));
            peers.add(new Peer(
                    "margay-fallback",
                    column,
                    true,
                    launch(bench, "margay", column).closed()));
        }
        return List.copyOf(peers);
    }

    static Launch spring(Path bench, Column column) {
        return column == Column.BARE
                ? Launch.of(bench.resolve("spring"), "dev.margay.bench.spring.SpringBare")
                : Launch.of(bench.resolve("spring-equipped"), "dev.margay.bench.spring.equipped.SpringEquipped");
    }

    private static Peer alone(Path bench, String name, Column column, boolean blocking) {
        return new Peer(name, column, blocking, launch(bench, name, column));
    }

    private static Launch launch(Path bench, String name, Column column) {
        var capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return Launch.of(bench.resolve("peers"), "dev.margay.bench.peers." + capital + column.title());
    }
}
