package dev.margay.bench.load;

import dev.margay.bench.process.Commands;
import dev.margay.bench.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The two ways of loading a server: as fast as it answers (`wrk`), and at a constant rate ([OpenLoop]). Immutable.
public record Load(int connections, int threads, Path script) {
    private static final Duration SLACK = Duration.ofSeconds(30);

    /// Needs the program `wrk`, a package of Debian.
    public ResultLine full(int port, int seconds) throws InterruptedException {
        var command = List.of(
                "wrk",
                "--latency",
                "-t" + threads,
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                script.toString(),
                "http://127.0.0.1:" + port);
        return ResultLine.parse(Commands.output(command, SLACK.plusSeconds(seconds)));
    }

    /// A JVM of its own, so that no pause of the harness is taken for one of the server.
    public Paced paced(int port, long perSecond, int seconds) throws InterruptedException {
        var command = List.of(
                Launch.java(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                OpenLoop.class.getName(),
                "" + port,
                "" + perSecond,
                "" + connections,
                "" + seconds);
        return Paced.from(ResultLine.parse(Commands.output(command, SLACK.plusSeconds(seconds))));
    }
}
