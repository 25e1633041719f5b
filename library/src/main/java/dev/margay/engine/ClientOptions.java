package dev.margay.engine;

import java.time.Duration;

/// How a client connects and how long it waits. Immutable.
///
/// @param connect for a new connection
/// @param waiting for a free or a new connection, in all
/// @param total for the whole call, its answer's body included; a nearer deadline of the current call wins
/// @param idle an unused connection is closed after so long; less than the idle time of the servers
/// @param connections open at the same time to one server
/// @param queued calls that may wait for a connection to one server
public record ClientOptions(
        Duration connect, Duration waiting, Duration total, Duration idle, int connections, int queued) {

    public ClientOptions {
        if (connections < 1 || queued < 0) {
            throw new IllegalArgumentException(
                    "connections: %d, queued: %d (expected: >= 1, >= 0)".formatted(connections, queued));
        }
        positive("connect", connect);
        positive("waiting", waiting);
        positive("total", total);
        positive("idle", idle);
    }

    private static void positive(String name, Duration time) {
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException("%s: %s (expected: at least 1 ms)".formatted(name, time));
        }
    }

    /// 2 s to connect, 5 s to wait, 30 s in total, 30 s idle; 256 connections to a server, 4,096 calls waiting.
    public static ClientOptions standard() {
        return new ClientOptions(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                256,
                4_096);
    }

    public ClientOptions withConnect(Duration time) {
        return new ClientOptions(time, waiting, total, idle, connections, queued);
    }

    public ClientOptions withWaiting(Duration time) {
        return new ClientOptions(connect, time, total, idle, connections, queued);
    }

    public ClientOptions withTotal(Duration time) {
        return new ClientOptions(connect, waiting, time, idle, connections, queued);
    }

    public ClientOptions withIdle(Duration time) {
        return new ClientOptions(connect, waiting, total, time, connections, queued);
    }

    public ClientOptions withConnections(int most) {
        return new ClientOptions(connect, waiting, total, idle, most, queued);
    }

    public ClientOptions withQueued(int most) {
        return new ClientOptions(connect, waiting, total, idle, connections, most);
    }
}
