package dev.margay.engine;

/// Says in one line why something failed.
final class Failures {

    private Failures() {}

    /// The innermost reason that has words.
    static String reason(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                words = cause.getMessage();
            }
        }
        return words;
    }
}
