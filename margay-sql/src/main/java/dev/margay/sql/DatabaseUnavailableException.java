package dev.margay.sql;

import dev.margay.context.Unavailable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The database cannot serve now: busy, full, overloaded or not reachable. Nothing was kept; try again
/// later.
public final class DatabaseUnavailableException extends SqlException implements Unavailable {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    DatabaseUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }
}
