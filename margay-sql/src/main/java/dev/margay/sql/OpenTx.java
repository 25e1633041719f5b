package dev.margay.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.margay.context.Call;
import dev.margay.context.DeadlineExceededException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The transaction a closure sees: runs its statements on a session, one at a time, until it is over.
final class OpenTx implements Tx {

    /// What a closure may say. Whatever else there is ends the transaction, or a server ends it on its
    /// own.
    private static final List<String> STATEMENTS =
            List.of("select", "insert", "update", "delete", "with", "replace", "values");

    private final Session session;
    private final Dialect dialect;
    private final StoreClock clock;
    private final @Nullable Call call;
    private final List<Runnable> afterCommit = new ArrayList<>(2);
    private @Nullable SQLException undoneBy;
    private boolean inStatement;
    private boolean over;

    OpenTx(Session session, Dialect dialect, StoreClock clock, @Nullable Call call) {
        this.session = session;
        this.dialect = dialect;
        this.clock = clock;
        this.call = call;
    }

    @Override
    public int update(@CompileTimeConstant String sql, @Nullable Object... parameters) {
        return run(admitted(sql), () -> session.update(sql, parameters));
    }

    @Override
    public int[] batch(@CompileTimeConstant String sql, List<? extends @Nullable Object[]> parameters) {
        return run(admitted(sql), () -> session.batch(sql, parameters));
    }

    @Override
    public <T> List<T> query(
            @CompileTimeConstant String sql,
            Function<? super Row, ? extends T> reader,
            @Nullable Object... parameters) {
        return run(admitted(sql), () -> session.query(sql, reader, parameters));
    }

    @Override
    public <T> List<T> query(SqlText sql, Function<? super Row, ? extends T> reader) {
        return run(admitted(sql.text()), () -> session.query(sql.text(), reader, sql.parameters()));
    }

    @Override
    public <T> Optional<T> first(
            @CompileTimeConstant String sql,
            Function<? super Row, ? extends T> reader,
            @Nullable Object... parameters) {
        return run(admitted(sql), () -> Optional.ofNullable(session.first(sql, reader, parameters)));
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Instant now() {
        return run("the store's clock", () -> clock.now(session));
    }

    @Override
    public void afterCommit(Runnable action) {
        refuseIfOver();
        afterCommit.add(action);
    }

    List<Runnable> actionsAfterCommit() {
        return List.copyOf(afterCommit);
    }

    /// The error that undid the transaction, even if the closure caught it.
    @Nullable
    SQLException undoneBy() {
        return undoneBy;
    }

    /// No statement is taken any more.
    void end() {
        over = true;
    }

    private <T> T run(String what, Statement<T> statement) {
        refuseIfOver();
        if (inStatement) {
            throw new IllegalStateException("a statement inside a statement's reader (expected: one at a time)");
        }
        stopIfUnwanted();
        inStatement = true;
        try {
            return statement.run();
        } catch (SQLException e) {
            switch (SqlException.meaning(e)) {
                case CONFLICT, FULL, BROKEN -> undoneBy = e;
                case REFUSED, DUPLICATE -> {}
            }
            throw SqlException.translated(what, e);
        } finally {
            inStatement = false;
        }
    }

    private static String admitted(String sql) {
        int start = 0;
        while (start < sql.length() && !Character.isLetter(sql.charAt(start))) {
            start++;
        }
        for (var word : STATEMENTS) {
            if (sql.regionMatches(/* ignoreCase= */ true, start, word, 0, word.length())) {
                return sql;
            }
        }
        throw new IllegalArgumentException("%s (expected: one of %s)".formatted(sql, STATEMENTS));
    }

    private void refuseIfOver() {
        if (over) {
            throw new IllegalStateException("the transaction is over (expected: use inside its closure)");
        }
        if (undoneBy != null) {
            throw SqlException.translated("an earlier statement of this transaction", undoneBy);
        }
    }

    private void stopIfUnwanted() {
        if (call == null) {
            return;
        }
        call.cancellation().check();
        if (call.deadline().expired()) {
            throw new DeadlineExceededException("the deadline passed inside the transaction; nothing was changed");
        }
    }

    /// The time a transaction sees.
    interface StoreClock {
        Instant now(Session session) throws SQLException;
    }

    private interface Statement<T> {
        T run() throws SQLException;
    }
}
