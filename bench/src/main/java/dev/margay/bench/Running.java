package dev.margay.bench;

import dev.margay.bench.Peer.Column;
import dev.margay.bench.load.ResultLine;
import dev.margay.bench.process.Probe;
import dev.margay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A peer that answers. Close it to end it and to delete its log. One thread at a time.
final class Running implements AutoCloseable {
    private static final String PATH = "/helloworld";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);
    private static final Probe PROBE = Probe.hello(PATH);

    private final ServerProcess process;
    private final int port;
    private final Path log;

    private Running(ServerProcess process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// Waits until it answers right and, where it is said to be equipped, shows that it is.
    static Running start(Peer peer, Path directory) throws InterruptedException, IOException {
        var port = ServerProcess.freePort();
        var log = Files.createTempFile(directory, peer.name(), ".log").toAbsolutePath();
        var process = ServerProcess.start(peer.launch().command("" + port, log.toString()), directory);
        try {
            process.awaitAnswer(PROBE, port, START_LIMIT);
            if (peer.column() == Column.EQUIPPED) {
                process.awaitAnswer(Probe.requestId(PATH), port, RECOVERY_LIMIT);
                process.awaitAnswer(Probe.blankName(PATH), port, RECOVERY_LIMIT);
            }
            return new Running(process, port, log);
        } catch (InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /// What the load did and what it took; fails if the server answers wrong afterwards.
    Measured measure(Load load) throws InterruptedException {
        var before = process.cpu();
        var line = load.run();
        var cpu = process.cpu().minus(before);
        process.awaitAnswer(PROBE, port, RECOVERY_LIMIT);
        return new Measured(line, cpu, process.residentMebibytes());
    }

    /// Ends the process, after which its log is whole.
    void end() {
        process.close();
    }

    /// Lines of the access log, wherever it went: to its file or, as with Margay, to standard output.
    long lines() throws IOException {
        return lines(log) + lines(process.output());
    }

    private static long lines(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return LineCount.of(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        Files.deleteIfExists(log);
        Files.deleteIfExists(process.output());
    }

    /// Something that loads the server.
    interface Load {
        ResultLine run() throws InterruptedException;
    }

    /// One load as counted by its generator, and what the server used for it.
    record Measured(ResultLine line, Duration cpu, double residentMebibytes) {
        long requests() {
            return line.number("requests");
        }

        double perSecond() {
            return requests() * 1e6 / line.number("micros");
        }

        Peak toPeak(double logged) {
            var rate = new Peak.Rate(perSecond(), line.number("p50") / 1e3, line.number("p99") / 1e3);
            var cost = new Peak.Cost(cpu.toNanos() / 1e6 / (requests() / 1e3), residentMebibytes);
            return new Peak(rate, cost, line.number("failures"), logged);
        }
    }
}
