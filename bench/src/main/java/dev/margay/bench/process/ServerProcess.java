package dev.margay.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own on a free port of 127.0.0.1. Close it to end it. One thread at a time.
public final class ServerProcess implements AutoCloseable {
    private static final int TAIL = 2_000;

    private final Process process;
    private final Reaper.Lease lease;
    private final Path output;
    private final long startedNanos;

    private ServerProcess(Process process, Path output, long startedNanos) {
        this.process = process;
        this.lease = Reaper.watch(process);
        this.output = output;
        this.startedNanos = startedNanos;
    }

    /// Starts the command; what it prints goes to a file in the directory.
    public static ServerProcess start(List<String> command, Path directory) {
        return start(command, directory, Map.of());
    }

    /// As [#start(List, Path)], with more variables in its environment.
    public static ServerProcess start(List<String> command, Path directory, Map<String, String> environment) {
        try {
            var output = Files.createTempFile(directory, "server", ".out");
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var started = System.nanoTime();
            return new ServerProcess(builder.start(), output, started);
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + ": could not be started", e);
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /// Asks every millisecond; returns the time from the start of the process to the first right answer.
    public Duration awaitAnswer(Probe probe, int port, Duration limit) throws InterruptedException {
        var asked = System.nanoTime();
        while (!probe.answered(port)) {
            if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server ended with " + process.exitValue() + ": " + tail());
            }
            if (System.nanoTime() - asked > limit.toNanos()) {
                throw new IllegalStateException("no answer with %s and %s within %d s: %s"
                        .formatted(probe.begin(), probe.part(), limit.toSeconds(), tail()));
            }
        }
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// User and system time the process has used, all its threads together.
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("no processor time of " + process.pid() + ": " + tail()));
    }

    /// Resident memory in MiB.
    public double residentMebibytes() {
        return ProcStatus.read(process.pid()).residentMebibytes();
    }

    /// Asks the process to end and gives it time for what it does at its end.
    public void end(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running " + limit.toSeconds() + " s after SIGTERM: " + tail());
        }
    }

    /// What it has printed.
    public Path output() {
        return output;
    }

    /// Ends the process and waits for it, so that what it writes at its end is written.
    @Override
    public void close() {
        lease.close();
    }

    private String tail() {
        try {
            var text = Files.readString(output, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - TAIL));
        } catch (IOException e) {
            throw new UncheckedIOException(output + ": unreadable", e);
        }
    }
}
