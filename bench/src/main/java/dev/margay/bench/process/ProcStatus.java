package dev.margay.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What Linux tells in `/proc/PID/status`. Immutable.
record ProcStatus(long residentKibibytes) {

    static ProcStatus read(long pid) {
        var file = Path.of("/proc", Long.toString(pid), "status");
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": unreadable (expected: a running process on Linux)", e);
        }
    }

    static ProcStatus parse(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> new ProcStatus(Long.parseLong(line.replaceAll("\\D", ""))))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no VmRSS (expected one) in " + lines));
    }

    double residentMebibytes() {
        return residentKibibytes / 1024.0;
    }
}
