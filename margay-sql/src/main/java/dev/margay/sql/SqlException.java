package dev.margay.sql;

import org.jspecify.annotations.Nullable;

/// The database refused or failed; unless a subclass says otherwise, nothing of the transaction was kept.
public sealed class SqlException extends RuntimeException
        permits UniqueViolationException, DatabaseUnavailableException, OutcomeUnknownException {

    private static final long serialVersionUID = 1L;

    SqlException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
