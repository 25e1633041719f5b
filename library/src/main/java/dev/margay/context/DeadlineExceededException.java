package dev.margay.context;

/// The call's time was over before the work was done; what was started may or may not have taken effect.
public final class DeadlineExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(String what) {
        super(what);
    }

    public DeadlineExceededException(String what, Throwable cause) {
        super(what, cause);
    }
}
