package dev.margay.context;

/// The call was cancelled: its caller went away, or the service is stopping.
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CancelledException(String reason) {
        super(reason);
    }

    public CancelledException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
