package dev.margay.engine;

import java.io.IOException;

/// The connection broke after the request was sent: the server may or may not have acted on it.
public final class BrokenConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    public BrokenConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
