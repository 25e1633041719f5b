package dev.margay.sql;

/// A row with the same primary or unique key exists already.
public final class UniqueViolationException extends SqlException {

    private static final long serialVersionUID = 1L;

    UniqueViolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
