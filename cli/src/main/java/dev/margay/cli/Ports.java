package dev.margay.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The TCP ports of this machine: which are taken, and by whom.
final class Ports {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private Ports() {}

    /// A port that somebody listens on, and who, where the system lets us see it.
    record Taken(int port, Optional<ProcessHandle> by) {

        String shown() {
            return "port %d is in use%s".formatted(port, by.map(Taken::shown).orElse(""));
        }

        private static String shown(ProcessHandle process) {
            var program = process.info().command().map(Path::of).map(Path::getFileName);
            return " by pid " + process.pid() + program.map(" (%s)"::formatted).orElse("");
        }
    }

    /// The first of these ports that cannot be listened on.
    static Optional<Taken> taken(List<Integer> ports) {
        return ports.stream().filter(port -> !isFree(port)).findFirst().map(port -> new Taken(port, listener(port)));
    }

    /// A port that nobody uses at this moment.
    static int free() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailedException("no free port: " + e.getMessage(), e);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<ProcessHandle> listener(int port) {
        var inodes = Stream.of("tcp", "tcp6")
                .flatMap(table -> rows(PROC.resolve("net").resolve(table)))
                .filter(row -> row.length > INODE && row[STATE].equals(LISTENING))
                .filter(row -> row[LOCAL_ADDRESS].endsWith(":%04X".formatted(port)))
                .map(row -> "socket:[" + row[INODE] + "]")
                .collect(Collectors.toSet());
        return inodes.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holdsAny(process, inodes))
                        .findFirst();
    }

    private static Stream<String[]> rows(Path table) {
        try {
            return Files.readAllLines(table).stream().map(line -> line.strip().split("\\s+"));
        } catch (IOException e) {
            return Stream.empty(); // Not Linux, or not for us to see.
        }
    }

    private static boolean holdsAny(ProcessHandle process, Set<String> sockets) {
        try (var files = Files.list(PROC.resolve(Long.toString(process.pid())).resolve("fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException e) {
            return false; // Ended meanwhile, or another user's.
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }
}
