package dev.margay.sql;

import dev.margay.context.StartException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// The database refused or failed; unless a subclass says otherwise, nothing of the transaction was kept.
///
/// The only place that knows the error codes of drivers. Not final, for its kinds are caught together;
/// sealed, so nobody adds to them.
public sealed class SqlException extends RuntimeException
        permits UniqueViolationException, DatabaseUnavailableException, OutcomeUnknownException {

    private static final long serialVersionUID = 1L;

    private static final Duration SOON = Duration.ofSeconds(1);

    // https://www.sqlite.org/rescode.html; the low byte is the primary code.
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_NOMEM = 7;
    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_PROTOCOL = 15;
    private static final int SQLITE_NOTADB = 26;
    private static final int SQLITE_CONSTRAINT_PRIMARYKEY = 1555;
    private static final int SQLITE_CONSTRAINT_UNIQUE = 2067;
    private static final int SQLITE_CONSTRAINT_ROWID = 2579;

    // https://mariadb.com/kb/en/mariadb-error-code-reference/
    private static final int DISK_FULL = 1021;
    private static final int NO_ACCESS = 1044;
    private static final int NO_DATABASE = 1049;
    private static final int DUPLICATE_ENTRY = 1062;
    private static final int TABLE_FULL = 1114;
    private static final int NO_HOST = 1130;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int DUPLICATE_ENTRY_WITH_KEY = 1586;

    SqlException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static Meaning meaning(SQLException e) {
        return e instanceof SQLiteException sqlite ? ofSqlite(sqlite.getResultCode().code) : ofServer(e);
    }

    private static Meaning ofSqlite(int code) {
        return switch (code) {
            case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID -> Meaning.DUPLICATE;
            default ->
                switch (code & 0xff) {
                    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> Meaning.CONFLICT;
                    case SQLITE_FULL -> Meaning.FULL;
                    case SQLITE_IOERR, SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN ->
                        Meaning.BROKEN;
                    default -> Meaning.REFUSED;
                };
        };
    }

    private static Meaning ofServer(SQLException e) {
        var state = e.getSQLState();
        if (state != null && state.startsWith("08")) {
            return Meaning.BROKEN;
        }
        return switch (e.getErrorCode()) {
            case DUPLICATE_ENTRY, DUPLICATE_ENTRY_WITH_KEY -> Meaning.DUPLICATE;
            case DEADLOCK, LOCK_WAIT_TIMEOUT -> Meaning.CONFLICT;
            case DISK_FULL, TABLE_FULL -> Meaning.FULL;
            default -> Meaning.REFUSED;
        };
    }

    /// The exception of our own for a failed statement or transaction.
    static SqlException translated(String what, SQLException e) {
        return switch (meaning(e)) {
            case REFUSED -> new SqlException("refused: " + what, e);
            case DUPLICATE -> new UniqueViolationException("a row with this key exists: " + what, e);
            case CONFLICT -> new DatabaseUnavailableException("busy, nothing was changed: " + what, SOON, e);
            case FULL -> new DatabaseUnavailableException("no space left, nothing was changed: " + what, SOON, e);
            case BROKEN -> new DatabaseUnavailableException("failed, nothing was changed: " + what, SOON, e);
        };
    }

    /// The exception of our own for a database that cannot be opened: a file that fails now fails ever after, a
    /// server may come back.
    static RuntimeException atStart(String database, SQLException e) {
        var meaning = meaning(e);
        boolean later = meaning == Meaning.CONFLICT
                || meaning == Meaning.FULL
                || (meaning == Meaning.BROKEN && !(e instanceof SQLiteException));
        return later
                ? translated("opening " + database, e)
                : new StartException(
                        "cannot use %s: %s (expected: a sound database that this program may change)"
                                .formatted(database, oneLine(e)),
                        e);
    }

    /// Whether a server turned the caller away, which trying again does not change.
    static boolean turnsAway(SQLException e) {
        var state = e.getSQLState();
        return (state != null && state.startsWith("28"))
                || Set.of(NO_ACCESS, NO_DATABASE, NO_HOST).contains(e.getErrorCode());
    }

    /// What a failure says, without the line breaks of drivers.
    static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /// What an error means.
    enum Meaning {
        /// The statement is refused; the transaction can go on.
        REFUSED,
        /// As refused, because of a unique key.
        DUPLICATE,
        /// Somebody else holds a lock; the transaction is undone and may be tried again.
        CONFLICT,
        /// No space left; the transaction is undone.
        FULL,
        /// The file or connection failed; the transaction is undone.
        BROKEN
    }
}
