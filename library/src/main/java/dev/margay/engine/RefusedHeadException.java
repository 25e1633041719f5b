package dev.margay.engine;

/// A request's head that must not be served; travels as the reason of an invalid message. Without a stack: strangers
/// make it.
final class RefusedHeadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedHeadException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
