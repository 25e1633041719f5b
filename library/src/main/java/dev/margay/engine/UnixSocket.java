package dev.margay.engine;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Where a server listens for callers on the same machine.
final class UnixSocket {

    private static final int FILE_TYPE = 0xf000;
    private static final int SOCKET = 0xc000;

    private UnixSocket() {}

    /// The path as an address; the file that a killed server has left there is removed.
    ///
    /// @throws UncheckedIOException if somebody listens there, or something else is there
    static SocketAddress free(String path) {
        try {
            var file = Path.of(path);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                remove(file);
            }
            return SocketAddress.domainSocketAddress(path);
        } catch (IOException | InvalidPathException e) {
            throw new UncheckedIOException(
                    new IOException("cannot listen on %s: %s".formatted(path, e.getMessage()), e));
        }
    }

    private static void remove(Path file) throws IOException {
        if (!isSocket(file)) {
            throw new IOException("there is a file that is no socket");
        }
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file));
        } catch (IOException _) {
            Files.delete(file); // nobody answers
            return;
        }
        throw new IOException("another program listens there");
    }

    private static boolean isSocket(Path file) throws IOException {
        return Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode
                && (mode & FILE_TYPE) == SOCKET;
    }
}
