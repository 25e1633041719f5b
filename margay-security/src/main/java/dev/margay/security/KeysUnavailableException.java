package dev.margay.security;

import org.jspecify.annotations.Nullable;

/// The issuer's keys could not be fetched, so whether a token is genuine is unknown; later it may be.
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
