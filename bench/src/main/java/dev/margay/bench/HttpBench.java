package dev.margay.bench;

import dev.margay.bench.Peer.Column;
import dev.margay.bench.load.Load;
import dev.margay.bench.load.Paced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `bench http`: the book's test against every server in turn.
///
/// At full load each round starts a fresh process, since the same program is compiled a little differently each time.
/// At a constant rate the processes of a column run side by side, idle but for the one measured. Every round goes
/// through the servers in the other direction than the one before, so that none is always first.
final class HttpBench {
    private static final int CONNECTIONS = 400;
    private static final double SHARE_OF_SLOWEST = 0.6;

    private final HttpOptions options;
    private final List<Peer> peers;
    private final Load load;
    private final Path directory;

    HttpBench(HttpOptions options, Path bench, Path directory) {
        this.options = options;
        this.peers = Peers.all(bench).stream().filter(options::includes).toList();
        this.directory = directory;
        this.load = new Load(
                CONNECTIONS,
                Runtime.getRuntime().availableProcessors(),
                bench.resolve("src/main/wrk/hello.lua").toAbsolutePath());
        if (peers.isEmpty()) {
            throw new UsageException(
                    "--only " + String.join(",", options.only()) + ": no such server\n" + HttpOptions.USAGE);
        }
    }

    List<HttpReport.Section> run() throws InterruptedException, IOException {
        var sections = new ArrayList<HttpReport.Section>();
        for (var column : Column.values()) {
            sections.add(measure(column));
        }
        return List.copyOf(sections);
    }

    private HttpReport.Section measure(Column column) throws InterruptedException, IOException {
        var members = peers.stream().filter(peer -> peer.column() == column).toList();
        var peaks = new Results<Peak>(members);
        for (var round = 0; round < options.rounds(); round++) {
            for (var peer : order(members, round)) {
                peaks.add(peer, peak(peer, round));
            }
        }
        var slowest = members.stream()
                .mapToDouble(peer -> peaks.median(peer, peak -> peak.rate().perSecond()))
                .min()
                .orElseThrow();
        var rate = Math.max(1, Math.round(slowest * SHARE_OF_SLOWEST));
        return new HttpReport.Section(column, peaks, rate, paced(members, rate));
    }

    private static List<Peer> order(List<Peer> members, int round) {
        return round % 2 == 0 ? members : members.reversed();
    }

    private Peak peak(Peer peer, int round) throws InterruptedException, IOException {
        var server = Running.start(peer, directory);
        try (server) {
            var before = load.full(server.port(), options.warmUpSeconds()).number("requests");
            var peak = server.measure(() -> load.full(server.port(), options.seconds()));
            server.end();
            var logged = peer.column() == Column.BARE ? 1 : share(server.lines(), before + peak.requests());
            progress(peer, "round %d: %,.0f requests/s".formatted(round + 1, peak.perSecond()));
            return peak.toPeak(logged);
        }
    }

    private Results<Paced> paced(List<Peer> members, long rate) throws InterruptedException, IOException {
        var results = new Results<Paced>(members);
        var servers = new ArrayList<Running>();
        try {
            for (var peer : members) {
                var server = Running.start(peer, directory);
                servers.add(server);
                load.full(server.port(), options.warmUpSeconds());
            }
            for (var round = 0; round < options.rounds(); round++) {
                for (var peer : order(members, round)) {
                    var port = servers.get(members.indexOf(peer)).port();
                    var paced = load.paced(port, rate, options.seconds());
                    results.add(peer, paced);
                    progress(peer, "at %,d/s: p99 %.2f ms".formatted(rate, paced.p99Millis()));
                }
            }
        } finally {
            for (var server : servers) {
                server.close();
            }
        }
        return results;
    }

    // The requests under way when a load ends are logged, but not counted by the load.
    private static double share(long lines, long requests) {
        return Math.min(1, lines / (double) requests);
    }

    private static void progress(Peer peer, String text) {
        System.err.println(peer.column().title() + " " + peer.name() + ", " + text);
    }
}
