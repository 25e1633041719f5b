package dev.margay.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of this process: SLF4J in front, Logback behind, one thread that writes to standard output.
///
/// A program that brings its own `logback.xml` keeps it; then only the access log is Margay's.
public final class Logs {

    private Logs() {}

    /// Sets the look of all lines, and the least level of loggers by name; the empty name stands for all.
    ///
    /// @throws IllegalArgumentException for an unknown level
    public static void configure(LogFormat format, Map<String, String> levels) {
        LogOutput.standard().format(format);
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("margay") != null) {
            levels.forEach((name, level) -> context.getLogger(name.isEmpty() ? Logger.ROOT_LOGGER_NAME : name)
                    .setLevel(level(level)));
        }
    }

    /// Writes what is still waiting: before the process ends.
    public static void flush() {
        LogOutput.standard().flush();
    }

    private static Level level(String name) {
        var level = Level.toLevel(name, null);
        if (level == null) {
            throw new IllegalArgumentException(
                    "log level '%s' (expected: one of off, error, warn, info, debug, trace)".formatted(name));
        }
        return level;
    }
}
