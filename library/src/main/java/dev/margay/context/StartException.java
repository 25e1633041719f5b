package dev.margay.context;

import org.jspecify.annotations.Nullable;

/// The program cannot start; the message is one clear line for whoever started it, and all they get to see.
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message what cannot be used, why, and what was expected
    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
