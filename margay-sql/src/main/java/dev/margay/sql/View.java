package dev.margay.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Questions to the database inside one transaction. One thread at a time; over when the closure returns.
///
/// The SQL is a compile-time constant, so that values can only travel as parameters: text, whole and
/// floating numbers, booleans (kept as 0 and 1), [Instant]s (kept as whole milliseconds since 1970), byte
/// arrays and null.
public interface View {

    /// All rows, each read while it passes.
    ///
    /// @throws IllegalStateException when there are more rows than the options allow: all are held in
    ///     memory
    <T> List<T> query(
            @CompileTimeConstant String sql, Function<? super Row, ? extends T> reader, @Nullable Object... parameters);

    /// As [#query(String, Function, Object...)], for a question put together at run time.
    <T> List<T> query(SqlText sql, Function<? super Row, ? extends T> reader);

    /// The first row, if there is one.
    <T> Optional<T> first(
            @CompileTimeConstant String sql, Function<? super Row, ? extends T> reader, @Nullable Object... parameters);

    /// Which SQL is understood here.
    Dialect dialect();

    /// The time of the store's clock, the same throughout the transaction, in whole milliseconds.
    ///
    /// In a transaction that writes to SQLite it never goes back, whatever the machine's clock does: the
    /// latest time is kept in the database. On servers it is the server's clock.
    Instant now();
}
