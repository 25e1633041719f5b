package dev.margay.sql;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what an operator should know of a database.
public final class SqlLog implements Consumer<SqlEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(SqlLog.class);

    private final String database;

    private SqlLog(String database) {
        this.database = database;
    }

    /// A log in which the database has this name.
    public static SqlLog of(String database) {
        return new SqlLog(database);
    }

    @Override
    public void accept(SqlEvent event) {
        switch (event) {
            case SqlEvent.GroupCommitted _, SqlEvent.Checkpointed _ -> {}
            case SqlEvent.GroupUndone(var units, var cause) ->
                LOG.warn("{}: {} transactions were undone and are tried one by one", database, units, cause);
            case SqlEvent.UnitSlow(var running, var stack) ->
                // at start it is class loading: no reason to warn
                LOG.info(
                        "{}: a transaction holds the writer for {} ms, now at {}",
                        database,
                        running.toMillis(),
                        at(stack));
            case SqlEvent.Retried(var attempt, var cause) ->
                LOG.debug("{}: a transaction runs again, for the {}. time", database, attempt, cause);
            case SqlEvent.CheckedAfterUncleanStop(var took) ->
                LOG.info("{}: found sound after an unclean stop, in {} ms", database, took.toMillis());
            case SqlEvent.Migrated(var module, var applied, var took) ->
                LOG.info("{}: {} migrations of {} in {} ms", database, applied, module, took.toMillis());
            case SqlEvent.Awaited(var cause, var retryIn) ->
                LOG.warn("{}: {}; trying again in {} ms", database, cause.getMessage(), retryIn.toMillis());
            case SqlEvent.SideTaskFailed(var what, var cause) -> LOG.error("{}: {} failed", database, what, cause);
        }
    }

    /// The innermost frame outside the JDK and the driver, where somebody can do something about it.
    private static String at(List<StackTraceElement> stack) {
        return stack.stream()
                .map(StackTraceElement::toString)
                .filter(frame -> !frame.startsWith("java.") && !frame.startsWith("org.sqlite."))
                .findFirst()
                .orElse("?");
    }
}
