package dev.margay.engine;

import dev.margay.context.Unavailable;
import java.io.IOException;
import java.time.Duration;

/// All connections to the server are in use, and too many calls wait for one: the server has surely not seen the
/// request.
public final class NoConnectionFreeException extends IOException implements Unavailable {

    private static final long serialVersionUID = 1L;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    public NoConnectionFreeException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
