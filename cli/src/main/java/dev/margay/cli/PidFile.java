package dev.margay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Files that hold the number of a process and nothing else.
final class PidFile {

    private PidFile() {}

    /// Replaces the file in one step, so that a reader never sees half a number.
    static void write(Path file, long pid) {
        try {
            var fresh =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
            try {
                Files.writeString(fresh, pid + "\n");
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// The living process that the file names; empty if there is none or the file makes no sense.
    static Optional<ProcessHandle> read(Path file) {
        try {
            var text = Files.readString(file).strip();
            return text.matches("[1-9][0-9]{0,9}")
                    ? ProcessHandle.of(Long.parseLong(text)).filter(ProcessHandle::isAlive)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
