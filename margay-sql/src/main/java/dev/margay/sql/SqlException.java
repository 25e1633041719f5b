package dev.margay.sql;

import org.jspecify.annotations.Nullable;

/// The database refused or failed; unless a subclass says otherwise, nothing of the transaction was kept.
///
/// Not final, for its kinds are caught together; sealed, so nobody adds to them.
public sealed class SqlException extends RuntimeException
        permits UniqueViolationException, DatabaseUnavailableException, OutcomeUnknownException {

    private static final long serialVersionUID = 1L;

    SqlException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
