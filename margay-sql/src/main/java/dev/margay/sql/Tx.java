package dev.margay.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.margay.messaging.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A transaction that writes; see [View] for parameters. One thread at a time; over when the closure
/// returns.
public interface Tx extends View, Transaction {

    /// Changes rows, and says how many.
    ///
    /// @throws UniqueViolationException when a row with the same unique key exists; the transaction can
    ///     go on
    int update(@CompileTimeConstant String sql, @Nullable Object... parameters);

    /// Changes rows once for each set of parameters, and says how many rows each set changed.
    ///
    /// @throws UniqueViolationException when a row with the same unique key exists; throw it on, since a
    ///     part of the sets may have been applied
    int[] batch(@CompileTimeConstant String sql, List<? extends @Nullable Object[]> parameters);

    /// {@inheritDoc}
    ///
    /// It runs on the thread that waits for the commit (on a thread of its own if that one has given up),
    /// and not at all if the transaction is undone.
    @Override
    void afterCommit(Runnable action);
}
