package dev.margay.context;

import java.util.concurrent.ExecutionException;

/// Unwraps what failed on another thread.
final class Failures {

    private Failures() {}

    /// The exception itself; an error is thrown.
    static Exception cause(ExecutionException wrapped) {
        Throwable cause = wrapped.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : wrapped;
    }
}
