package dev.margay.messaging;

/// A unit of change in progress: what is published with it is published if, and only if, it commits.
@FunctionalInterface
public interface Transaction {

    /// Runs the action once the transaction has committed; never if it is undone.
    void afterCommit(Runnable action);
}
