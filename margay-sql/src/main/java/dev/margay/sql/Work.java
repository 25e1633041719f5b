package dev.margay.sql;

/// What is done inside one transaction: a closure over its view of the data.
///
/// It may run more than once: a deadlock, a full disk or a failing neighbour of its group undoes it, and
/// it is tried again. So it changes nothing but the database, and neither waits nor calls other services.
///
/// @param <V> [Tx] to write, [View] to read
/// @param <T> the answer
/// @param <X> what it may throw; inferred, nothing checked for most closures
@FunctionalInterface
public interface Work<V extends View, T, X extends Exception> {

    /// Throwing anything undoes the transaction.
    T with(V data) throws X;
}
