package dev.margay.engine;

import dev.margay.http.Limits;
import java.util.function.Consumer;

/// Where a server listens and how it uses the machine. Immutable.
///
/// @param host address to listen on
/// @param port 0 takes a free one
/// @param limits what it takes from strangers
/// @param loops event loops, each one thread
/// @param threads what runs the handlers
/// @param sockets how it talks to the operating system
/// @param events told what happens, on a thread of its own; may block, but then later events are dropped and counted
public record EngineOptions(
        String host,
        int port,
        Limits limits,
        int loops,
        Threads threads,
        Sockets sockets,
        Consumer<EngineEvent> events) {

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
        return new EngineOptions("0.0.0.0", port, Limits.standard(), loops, Threads.ON_LOOP, Sockets.NATIVE, _ -> {});
    }

    /// As [#onPort(int)], on 127.0.0.1 only.
    public static EngineOptions onLoopback(int port) {
        return onPort(port).withHost("127.0.0.1");
    }

    public EngineOptions withHost(String address) {
        return new EngineOptions(address, port, limits, loops, threads, sockets, events);
    }

    public EngineOptions withLoops(int count) {
        return new EngineOptions(host, port, limits, count, threads, sockets, events);
    }

    public EngineOptions with(Limits replaced) {
        return new EngineOptions(host, port, replaced, loops, threads, sockets, events);
    }

    public EngineOptions with(Threads kind) {
        return new EngineOptions(host, port, limits, loops, kind, sockets, events);
    }

    public EngineOptions with(Sockets kind) {
        return new EngineOptions(host, port, limits, loops, threads, kind, events);
    }

    public EngineOptions with(Consumer<EngineEvent> listener) {
        return new EngineOptions(host, port, limits, loops, threads, sockets, listener);
    }
}
