package dev.margay.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection and its prepared statements. One thread at a time.
///
/// It takes any SQL: the public types above it take constants only.
final class Session implements AutoCloseable {

    private final Connection connection;
    private final Map<String, Statement> statements;
    private final int maxRows;

    Session(Connection connection, int maxStatements, int maxRows) {
        this.connection = connection;
        this.maxRows = maxRows;
        this.statements = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Statement> eldest) {
                if (size() <= maxStatements) {
                    return false;
                }
                eldest.getValue().close();
                return true;
            }
        };
    }

    Connection connection() {
        return connection;
    }

    /// Runs a statement of our own that has no parameters and no answer, such as `commit`.
    void execute(String sql) throws SQLException {
        statement(sql).prepared.execute();
    }

    int update(String sql, @Nullable Object[] parameters) throws SQLException {
        return bound(sql, parameters).executeUpdate();
    }

    int[] batch(String sql, List<? extends @Nullable Object[]> sets) throws SQLException {
        if (sets.isEmpty()) {
            return new int[0];
        }
        var statement = statement(sql);
        try {
            for (var parameters : sets) {
                statement.bind(parameters);
                statement.prepared.addBatch();
            }
            return statement.prepared.executeBatch();
        } finally {
            statement.prepared.clearBatch();
        }
    }

    <T> List<T> query(String sql, Function<? super Row, ? extends T> reader, @Nullable Object[] parameters)
            throws SQLException {
        var rows = new ArrayList<T>();
        try (var results = bound(sql, parameters).executeQuery();
                var row = new ResultRow(results)) {
            while (results.next()) {
                if (rows.size() == maxRows) {
                    throw new IllegalStateException(
                            "more than %d rows (expected: a limit in the statement): %s".formatted(maxRows, sql));
                }
                rows.add(reader.apply(row));
            }
        }
        return rows;
    }

    <T> @Nullable T first(String sql, Function<? super Row, ? extends T> reader, @Nullable Object[] parameters)
            throws SQLException {
        try (var results = bound(sql, parameters).executeQuery();
                var row = new ResultRow(results)) {
            return results.next() ? reader.apply(row) : null;
        }
    }

    /// A single whole number, for questions of our own.
    long number(String sql) throws SQLException {
        try (ResultSet results = statement(sql).prepared.executeQuery()) {
            if (!results.next()) {
                throw new SQLException("no row: " + sql);
            }
            return results.getLong(1);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object[] parameters) throws SQLException {
        var statement = statement(sql);
        statement.bind(parameters);
        return statement.prepared;
    }

    private Statement statement(String sql) throws SQLException {
        var known = statements.get(sql);
        if (known != null) {
            return known;
        }
        var prepared = connection.prepareStatement(sql);
        var made = new Statement(sql, prepared, placeholders(sql));
        statements.put(sql, made);
        return made;
    }

    /// Counts the question marks outside of quotes and comments; asking the driver would ask the server.
    static int placeholders(String sql) {
        int count = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '?') {
                count++;
            } else if (c == '\'' || c == '"' || c == '`') {
                i = end(sql, String.valueOf(c), i + 1);
            } else if (sql.startsWith("--", i)) {
                i = end(sql, "\n", i + 2);
            } else if (sql.startsWith("/*", i)) {
                i = end(sql, "*/", i + 2) + 1;
            }
        }
        return count;
    }

    private static int end(String sql, String mark, int from) {
        int at = sql.indexOf(mark, from);
        return at < 0 ? sql.length() : at;
    }

    @Override
    public void close() {
        statements.values().forEach(Statement::close);
        statements.clear();
        quietly(connection);
    }

    /// Closes what cannot be used any more: whatever it held was committed or undone before.
    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception _) {
            // Nobody can do anything about it, and nothing depends on it.
        }
    }

    /// A prepared statement that knows how many parameters it takes.
    private record Statement(String sql, PreparedStatement prepared, int parameters) {

        void bind(@Nullable Object[] values) throws SQLException {
            if (values.length != parameters) {
                throw new IllegalArgumentException(
                        "%d parameters (expected: %d): %s".formatted(values.length, parameters, sql));
            }
            for (int i = 0; i < values.length; i++) {
                bind(i + 1, values[i]);
            }
        }

        private void bind(int position, @Nullable Object value) throws SQLException {
            switch (value) {
                case null -> prepared.setNull(position, Types.NULL);
                case String text -> prepared.setString(position, text);
                case Long number -> prepared.setLong(position, number);
                case Integer number -> prepared.setInt(position, number);
                case Short number -> prepared.setInt(position, number);
                case Byte number -> prepared.setInt(position, number);
                case Double number -> prepared.setDouble(position, number);
                case Float number -> prepared.setDouble(position, number);
                case Boolean truth -> prepared.setInt(position, truth ? 1 : 0);
                case Instant time -> prepared.setLong(position, time.toEpochMilli());
                case byte[] bytes -> prepared.setBytes(position, bytes);
                default ->
                    throw new IllegalArgumentException(
                            "parameter %d: %s (expected: text, number, boolean, Instant, byte[] or null)"
                                    .formatted(position, value.getClass().getName()));
            }
        }

        void close() {
            quietly(prepared);
        }
    }

    /// The row a result stands on.
    private static final class ResultRow implements Row, AutoCloseable {

        private final ResultSet results;
        private boolean over;

        ResultRow(ResultSet results) {
            this.results = results;
        }

        @Override
        public String text(String column) {
            return present(column, optionalText(column));
        }

        @Override
        public int intValue(String column) {
            return Math.toIntExact(longValue(column));
        }

        @Override
        public long longValue(String column) {
            return present(column, optionalLong(column));
        }

        @Override
        public double doubleValue(String column) {
            return present(column, optionalDouble(column));
        }

        @Override
        public boolean bool(String column) {
            return longValue(column) != 0;
        }

        @Override
        public Instant instant(String column) {
            return present(column, optionalInstant(column));
        }

        @Override
        public byte[] bytes(String column) {
            return present(column, optionalBytes(column));
        }

        @Override
        public Optional<String> optionalText(String column) {
            return Optional.ofNullable(read(column, ResultSet::getString));
        }

        @Override
        public Optional<Long> optionalLong(String column) {
            return Optional.ofNullable(read(column, ResultSet::getLong));
        }

        @Override
        public Optional<Double> optionalDouble(String column) {
            return Optional.ofNullable(read(column, ResultSet::getDouble));
        }

        @Override
        public Optional<Instant> optionalInstant(String column) {
            return optionalLong(column).map(Instant::ofEpochMilli);
        }

        @Override
        public Optional<byte[]> optionalBytes(String column) {
            return Optional.ofNullable(read(column, ResultSet::getBytes));
        }

        @Override
        public void close() {
            over = true;
        }

        private static <T> T present(String column, Optional<T> value) {
            return value.orElseThrow(() -> new IllegalStateException(
                    "column %s: null (expected: a value, or an optional question)".formatted(column)));
        }

        private <T> @Nullable T read(String column, Getter<T> getter) {
            if (over) {
                throw new IllegalStateException(
                        "column %s: its row is over (expected: reading inside the reader)".formatted(column));
            }
            try {
                T value = getter.get(results, results.findColumn(column));
                return results.wasNull() ? null : value;
            } catch (SQLException e) {
                throw new IllegalArgumentException(
                        "column %s (expected: one of %s, readable as asked)".formatted(column, columns()), e);
            }
        }

        private List<String> columns() {
            var names = new ArrayList<String>();
            try {
                var meta = results.getMetaData();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    names.add(meta.getColumnLabel(i));
                }
            } catch (SQLException _) {
                names.add("?"); // only the wording of an error that is thrown anyway
            }
            return names;
        }

        private interface Getter<T> {
            @Nullable
            T get(ResultSet results, int column) throws SQLException;
        }
    }
}
