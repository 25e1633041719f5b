package dev.margay;

import dev.margay.config.ConfigException;
import dev.margay.config.Configuration;
import dev.margay.engine.EngineOptions;
import dev.margay.http.Limits;
import dev.margay.observe.LogFormat;
import java.time.Duration;

/// What every service can be told from outside, at the top level of its configuration. Immutable.
///
/// @param host address to listen on, or `unix:` and the path of a Unix domain socket
/// @param port 0 takes a free one
/// @param drain how long requests in progress may take when the service stops; then they are cancelled
record ServiceSettings(
        String host,
        int port,
        Duration drain,
        Admin admin,
        Log log,
        Limits limits,
        Engine engine,
        Compression compression) {

    /// As an admin port: [#ADMIN_OFFSET] above the service's.
    static final int ABOVE = -1;

    private static final int ADMIN_OFFSET = 1_000;
    private static final int MOST_LOOPS = 1_024;
    private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

    ServiceSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: %d (expected: 0 to 65535)".formatted(port));
        }
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("drain: %s (expected: 0 to 365 days)".formatted(drain));
        }
    }

    /// Those of a configuration of which nothing is left unread.
    ///
    /// @throws ConfigException if a value is none, or a name unknown
    static ServiceSettings read(Configuration from, int port, int adminPort) {
        var settings = from.read("", on(port, adminPort));
        TlsSettings.read(from);
        from.refuseUnknown();
        return settings;
    }

    private static ServiceSettings on(int port, int adminPort) {
        return new ServiceSettings(
                "0.0.0.0",
                port,
                Duration.ofSeconds(10),
                new Admin(true, adminPort),
                new Log(Level.INFO, LogFormat.JSON, true),
                Limits.standard(),
                new Engine(0, EngineOptions.Threads.ON_LOOP, EngineOptions.Sockets.NATIVE),
                new Compression(true, 1_024));
    }

    /// The admin port: as set, else 1,000 above the service's, else a free one.
    int adminPort() {
        if (admin.port >= 0) {
            return admin.port;
        }
        return port == 0 || port + ADMIN_OFFSET > 65_535 ? 0 : port + ADMIN_OFFSET;
    }

    EngineOptions engineOptions() {
        var options = EngineOptions.onPort(port)
                .withHost(host)
                .with(limits)
                .with(engine.threads)
                .with(engine.sockets);
        return engine.loops == 0 ? options : options.withLoops(engine.loops);
    }

    /// @param port -1 is 1,000 above the service's port
    record Admin(boolean enabled, int port) {

        Admin {
            if (port < ABOVE || port > 65_535) {
                throw new IllegalArgumentException("port: %d (expected: -1 to 65535)".formatted(port));
            }
        }
    }

    /// @param level the least level of all loggers
    /// @param access whether each request is logged
    record Log(Level level, LogFormat format, boolean access) {}

    /// How much is logged.
    enum Level {
        OFF,
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// @param loops 0 is one for each processor
    record Engine(int loops, EngineOptions.Threads threads, EngineOptions.Sockets sockets) {

        Engine {
            if (loops < 0 || loops > MOST_LOOPS) {
                throw new IllegalArgumentException("loops: %d (expected: 0 to %d)".formatted(loops, MOST_LOOPS));
            }
        }
    }

    /// @param from bytes a body must have
    record Compression(boolean enabled, int from) {

        Compression {
            if (from < 0) {
                throw new IllegalArgumentException("from: %d (expected: >= 0)".formatted(from));
            }
        }
    }
}
