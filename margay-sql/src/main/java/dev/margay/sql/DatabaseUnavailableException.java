package dev.margay.sql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The database cannot serve now: busy, full, overloaded or not reachable. Nothing was kept; try again
/// later.
public final class DatabaseUnavailableException extends SqlException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    DatabaseUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /// How long to wait before trying again.
    public Duration retryAfter() {
        return retryAfter;
    }
}
