package dev.margay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The right to run a system in a home, held by one process at a time.
///
/// The lock is the operating system's, so it is gone however its owner ends; the pid file beside it says who that is.
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path pidFile;

    private HomeLock(FileChannel channel, Path pidFile) {
        this.channel = channel;
        this.pidFile = pidFile;
    }

    /// Takes the lock; empty if another process has it.
    static Optional<HomeLock> take(Home home) {
        var taken = grab(home);
        taken.ifPresent(
                lock -> PidFile.write(lock.pidFile, ProcessHandle.current().pid()));
        return taken;
    }

    /// The process that holds the lock; empty if nobody does.
    static Optional<Owner> owner(Home home) {
        if (!Files.exists(file(home))) {
            return Optional.empty();
        }
        var free = grab(home);
        if (free.isPresent()) {
            free.get().close();
            return Optional.empty();
        }
        return Optional.of(new Owner(PidFile.read(home.pidFile("up"))));
    }

    /// Whoever holds the lock, if it has said so already.
    record Owner(Optional<ProcessHandle> process) {

        String shown() {
            return process.map(up -> "pid " + up.pid()).orElse("just starting");
        }
    }

    private static Path file(Home home) {
        return home.run().resolve("up.lock");
    }

    private static Optional<HomeLock> grab(Home home) {
        try {
            var channel = FileChannel.open(file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new HomeLock(channel, home.pidFile("up")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file(home), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pidFile);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back the lock beside " + pidFile, e);
        }
    }
}
