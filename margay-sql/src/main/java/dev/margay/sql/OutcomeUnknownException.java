package dev.margay.sql;

import dev.margay.context.Undecided;
import org.jspecify.annotations.Nullable;

/// The caller stopped waiting, or the connection broke, during the commit: the changes may or may not be
/// kept.
public final class OutcomeUnknownException extends SqlException implements Undecided {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
