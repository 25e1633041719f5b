package dev.margay.engine;

import java.io.IOException;

/// No connection could be had: the server has surely not seen the request, so it can be sent again, or elsewhere.
public final class ConnectFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    public ConnectFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
