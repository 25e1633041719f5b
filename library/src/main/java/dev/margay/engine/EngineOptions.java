package dev.margay.engine;

import dev.margay.http.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a server listens and how it uses the machine. Immutable.
///
/// @param host address to listen on, or `unix:` and the path of a Unix domain socket
/// @param port 0 takes a free one; without meaning for a Unix domain socket
/// @param limits what it takes from strangers
/// @param loops event loops, each one thread
/// @param threads what runs the handlers
/// @param sockets how it talks to the operating system
/// @param tls the certificate to speak TLS with; null for plain text
/// @param events told what happens, on a thread of its own; may block, but then later events are dropped and counted
public record EngineOptions(
        String host,
        int port,
        Limits limits,
        int loops,
        Threads threads,
        Sockets sockets,
        @Nullable Tls tls,
        Consumer<EngineEvent> events) {

    /// How the host of a Unix domain socket begins.
    static final String UNIX = "unix:";

    /// What runs the handlers.
    public enum Threads {
        /// Virtual threads that run on their event loop until they block; [#JDK] where the JDK does not allow it.
        ON_LOOP,
        /// Virtual threads of the JDK's own scheduler.
        JDK
    }

    /// How to talk to the operating system.
    public enum Sockets {
        /// Linux's epoll where it can be had, else [#NIO].
        NATIVE,
        /// The JDK's selectors.
        NIO
    }

    public EngineOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: %d (expected: 0 to 65535)".formatted(port));
        }
        if (loops < 1 || loops > 1_024) {
            throw new IllegalArgumentException("loops: %d (expected: 1 to 1024)".formatted(loops));
        }
    }

    /// All addresses of the machine, standard limits, a loop for each processor, events ignored.
    public static EngineOptions onPort(int port) {
        int loops = Runtime.getRuntime().availableProcessors();
        return new EngineOptions(
                "0.0.0.0", port, Limits.standard(), loops, Threads.ON_LOOP, Sockets.NATIVE, null, _ -> {});
    }

    /// As [#onPort(int)], on 127.0.0.1 only.
    public static EngineOptions onLoopback(int port) {
        return onPort(port).withHost("127.0.0.1");
    }

    public EngineOptions withHost(String address) {
        return new EngineOptions(address, port, limits, loops, threads, sockets, tls, events);
    }

    public EngineOptions withLoops(int count) {
        return new EngineOptions(host, port, limits, count, threads, sockets, tls, events);
    }

    public EngineOptions with(Limits replaced) {
        return new EngineOptions(host, port, replaced, loops, threads, sockets, tls, events);
    }

    public EngineOptions with(Threads kind) {
        return new EngineOptions(host, port, limits, loops, kind, sockets, tls, events);
    }

    public EngineOptions with(Sockets kind) {
        return new EngineOptions(host, port, limits, loops, threads, kind, tls, events);
    }

    /// With TLS 1.3 and 1.2, and HTTP/2 for those who ask for it by ALPN.
    public EngineOptions with(Tls certificate) {
        return new EngineOptions(host, port, limits, loops, threads, sockets, certificate, events);
    }

    public EngineOptions with(Consumer<EngineEvent> listener) {
        return new EngineOptions(host, port, limits, loops, threads, sockets, tls, listener);
    }

    /// Where the certificate is, and how often to look whether it has been replaced.
    ///
    /// New connections get a new certificate once both files have changed and fit each other; until then, and on
    /// connections that are open, the old one stays.
    ///
    /// @param certificate PEM file with the server's certificate, then those that issued it
    /// @param key PEM file with its private key, in PKCS #8 without a password
    /// @param check time between two looks at the files; 10 s by default
    public record Tls(Path certificate, Path key, Duration check) {

        private static final Duration USUAL_CHECK = Duration.ofSeconds(10);

        public Tls {
            if (!check.isPositive()) {
                throw new IllegalArgumentException("check: %s (expected: > 0)".formatted(check));
            }
        }

        public static Tls of(Path certificate, Path key) {
            return new Tls(certificate, key, USUAL_CHECK);
        }

        public Tls check(Duration time) {
            return new Tls(certificate, key, time);
        }
    }
}
