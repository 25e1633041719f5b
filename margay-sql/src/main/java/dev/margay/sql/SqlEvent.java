package dev.margay.sql;

import java.time.Duration;
import java.util.List;

/// What happens inside a [Sql], for metrics and logs. The consumer runs on the thread it happened on: be
/// quick.
public sealed interface SqlEvent {

    /// A group of transactions was committed with one flush to the disk.
    ///
    /// @param units transactions in the group
    /// @param took from its begin to the end of its commit
    record GroupCommitted(int units, Duration took) implements SqlEvent {}

    /// A group was undone as a whole; its units are tried again, one by one.
    record GroupUndone(int units, Throwable cause) implements SqlEvent {}

    /// A closure has held the only writer for too long; it still runs.
    ///
    /// @param stack where it is just now
    record UnitSlow(Duration running, List<StackTraceElement> stack) implements SqlEvent {
        public UnitSlow {
            stack = List.copyOf(stack);
        }
    }

    /// A transaction lost a deadlock on the server and runs again.
    record Retried(int attempt, Throwable cause) implements SqlEvent {}

    /// Pages were copied from the write-ahead log into the database file.
    ///
    /// @param mode `passive` or `truncate`
    /// @param complete whether the whole log was copied; readers and writers can hold a part back
    /// @param walBytes size of the log file afterwards
    record Checkpointed(String mode, boolean complete, long walBytes, Duration took) implements SqlEvent {}

    /// The file was left open by a process that died, and was found sound.
    record CheckedAfterUncleanStop(Duration took) implements SqlEvent {}

    /// Migrations of a module were applied.
    record Migrated(String module, int applied, Duration took) implements SqlEvent {}

    /// A server could not be reached at the start; it is tried again.
    record Awaited(Throwable cause, Duration retryIn) implements SqlEvent {}

    /// Something done on the side failed: a checkpoint, a listener, an action after a commit.
    record SideTaskFailed(String what, Throwable cause) implements SqlEvent {}
}
