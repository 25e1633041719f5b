package dev.margay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What figures depend on, without a name that would tell whose machine it is. Immutable.
record Machine(int cores, String processor, long memoryGibibytes, String system, String java) {

    static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/cpuinfo"), "model name"),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")) >> 20,
                System.getProperty("os.name") + " "
                        + System.getProperty("os.version").replaceAll("[^0-9.].*", ""),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    String text() {
        return String.format(
                Locale.ROOT, "%d cores (%s), %d GiB, %s, %s", cores, processor, memoryGibibytes, system, java);
    }

    private static String field(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": unreadable (expected: Linux)", e);
        }
    }
}
