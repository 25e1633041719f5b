package dev.margay.sql;

import dev.margay.context.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The sign that this process has a database file open: locks on a file beside it, which end with the
/// process.
///
/// Byte 0 is held while the database is open (shared, or exclusively by a process that wants to be
/// alone), byte 1 while it is being opened, so that one process at a time looks whether it is the first.
/// POSIX locks belong to a process, not to an object, and closing any channel drops them all; so there is
/// one channel for each file, counted, in the only static mutable state of the package.
final class FilePresence implements AutoCloseable {

    private static final Duration LONGEST_OPENING = Duration.ofSeconds(60);
    private static final Map<Path, FilePresence> IN_THIS_PROCESS = new HashMap<>();

    private final Path path;
    private final FileChannel channel;
    private final boolean exclusive;
    private @Nullable FileLock held;
    private int users = 1;

    private FilePresence(Path path, FileChannel channel, boolean exclusive) {
        this.path = path;
        this.channel = channel;
        this.exclusive = exclusive;
    }

    /// Takes part in the use of a file; while the opening runs no other process opens the same file.
    ///
    /// @param opening what to do when present; told whether nobody else has the file open
    /// @throws StartException when another user is there and one of the two wants to be alone
    static FilePresence take(Path path, boolean exclusive, Opening opening) {
        synchronized (IN_THIS_PROCESS) {
            var known = IN_THIS_PROCESS.get(path);
            if (known != null) {
                if (exclusive || known.exclusive) {
                    throw known.refused("is open in this process already (expected: once)");
                }
                opening.open(false);
                known.users++;
                return known;
            }
            var made = new FilePresence(path, channel(path), exclusive);
            try {
                made.open(opening);
            } catch (IOException e) {
                Session.quietly(made.channel);
                throw new StartException(
                        "cannot lock beside %s: %s (expected: a folder that can be written)".formatted(path, e), e);
            } catch (RuntimeException e) {
                Session.quietly(made.channel);
                throw e;
            }
            IN_THIS_PROCESS.put(path, made);
            return made;
        }
    }

    private static FileChannel channel(Path path) {
        var beside = path.resolveSibling(path.getFileName() + ".lock");
        try {
            SqliteFile.createPrivately(beside);
            return FileChannel.open(beside, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartException("cannot open %s: %s (expected: a file of the user's own)".formatted(beside, e), e);
        }
    }

    private void open(Opening opening) throws IOException {
        try (var _ = waited(1)) {
            held = channel.tryLock(0, 1, false);
            boolean first = held != null;
            if (!first && exclusive) {
                throw refused("is open in another process already (expected: in none but this)");
            }
            opening.open(first);
            if (!exclusive) {
                if (held != null) {
                    held.release();
                }
                held = channel.tryLock(0, 1, true);
                if (held == null) {
                    throw refused("is open in another process that wants to be alone (expected: one that shares it)");
                }
            }
        }
    }

    private FileLock waited(long position) throws IOException {
        long until = System.nanoTime() + LONGEST_OPENING.toNanos();
        while (System.nanoTime() < until) {
            var lock = channel.tryLock(position, 1, false);
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw refused("is being opened by another process since %s (expected: within it)".formatted(LONGEST_OPENING));
    }

    private StartException refused(String why) {
        return new StartException(path + " " + why, null);
    }

    @Override
    public void close() {
        synchronized (IN_THIS_PROCESS) {
            users--;
            if (users == 0) {
                IN_THIS_PROCESS.remove(path);
                Session.quietly(channel);
            }
        }
    }

    /// What is done while no other process opens the same file.
    interface Opening {
        void open(boolean first);
    }
}
