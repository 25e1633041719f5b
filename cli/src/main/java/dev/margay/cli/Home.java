package dev.margay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/// The directory that holds all state of one running system. Immutable.
record Home(Path directory) {

    static Home at(Path directory) {
        return new Home(directory.toAbsolutePath().normalize());
    }

    /// Creates what is missing, readable by the owner only.
    void create() {
        try {
            for (var each : new Path[] {directory, run(), log(), secrets(), data()}) {
                if (!Files.isDirectory(each)) {
                    Files.createDirectories(
                            each, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                }
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot create %s: %s".formatted(directory, e), e);
        }
    }

    Path run() {
        return directory.resolve("run");
    }

    Path log() {
        return directory.resolve("log");
    }

    Path data() {
        return directory.resolve("data");
    }

    Path secrets() {
        return directory.resolve("secrets");
    }

    Path adminPassword() {
        return directory.resolve("admin-password");
    }

    /// Names the administrator, once `up` has shown how to log in as that.
    Path administrator() {
        return directory.resolve("administrator");
    }

    Path pidFile(String name) {
        return run().resolve(name + ".pid");
    }

    Path logFile(String name) {
        return log().resolve(name + ".log");
    }

    Path searchIndex() {
        return directory.resolve("search-index");
    }

    /// Names what the services keep their data on.
    Path engine() {
        return directory.resolve("engine");
    }

    /// A path as a person in the working directory would write it.
    static String shown(Path path) {
        var here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }

    /// Deletes the directory and all in it, if it is there.
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot delete %s: %s".formatted(directory, e), e);
        }
    }
}
