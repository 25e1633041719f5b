package dev.margay.sql;

import dev.margay.context.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/// The scripts of one module for one dialect, and their digest.
///
/// The digest of the scripts applied last is kept in `margay_schema`; only when it differs is Flyway
/// started, which costs more than everything else at start.
///
/// @param module whose tables they make
/// @param folder class path folder of the scripts
/// @param digest of all names and contents
record Migration(String module, String folder, String digest) {

    private static final Pattern MODULE = Pattern.compile("[a-z0-9_]{1,30}");

    static Migration scan(String module, String location, Dialect dialect) {
        if (!MODULE.matcher(module).matches()) {
            throw new IllegalArgumentException("module: %s (expected: 1 to 30 of a-z 0-9 _)".formatted(module));
        }
        var folder = location + "/" + dialect.folder();
        try {
            return new Migration(module, folder, digest(scripts(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the migrations of " + folder, e);
        }
    }

    private static Map<String, byte[]> scripts(String folder) throws IOException {
        var scripts = new TreeMap<String, byte[]>();
        for (var urls = loader().getResources(folder); urls.hasMoreElements(); ) {
            read(urls.nextElement(), folder, scripts);
        }
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: no scripts (expected: V1__what.sql on the class path)".formatted(folder));
        }
        return scripts;
    }

    private static void read(URL url, String folder, Map<String, byte[]> scripts) throws IOException {
        if (url.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (var file = jar.getJarFile()) {
                for (var entry : file.stream()
                        .filter(e -> e.getName().startsWith(folder + "/"))
                        .toList()) {
                    if (entry.getName().endsWith(".sql")) {
                        try (InputStream in = file.getInputStream(entry)) {
                            scripts.put(entry.getName(), in.readAllBytes());
                        }
                    }
                }
            }
            return;
        }
        try (var files = Files.list(Path.of(uri(url)))) {
            for (var file : files.filter(f -> f.toString().endsWith(".sql")).toList()) {
                scripts.put(folder + "/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("unusable class path entry " + url, e);
        }
    }

    private static ClassLoader loader() {
        var context = Thread.currentThread().getContextClassLoader();
        return context == null ? Migration.class.getClassLoader() : context;
    }

    private static String digest(Map<String, byte[]> scripts) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            scripts.forEach((name, content) -> {
                sha.update((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
                sha.update(content);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /// Whether exactly these scripts were applied last.
    boolean isApplied(Session session) throws SQLException {
        var last = session.first(
                "select digest from margay_schema where module = ?", row -> row.text("digest"), new Object[] {module});
        return digest.equals(last);
    }

    /// Applies the scripts to a SQLite file in one exclusive transaction, unless that has been done.
    Optional<SqlEvent> applyTo(Session session, String database) throws SQLException {
        if (isApplied(session)) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        session.execute("begin exclusive");
        try {
            if (isApplied(session)) {
                session.execute("rollback");
                return Optional.empty();
            }
            int applied = migrate(new OneTransaction(session.connection()), database);
            session.update("""
                    insert into margay_schema (module, digest) values (?, ?)
                    on conflict (module) do update set digest = excluded.digest""", new Object[] {module, digest});
            session.execute("commit");
            return Optional.of(event(applied, start));
        } catch (SQLException | RuntimeException e) {
            Session.quietly(() -> session.execute("rollback"));
            throw e;
        }
    }

    /// Applies the scripts to a server, which has no transactions around changes of tables; Flyway's lock
    /// keeps others away meanwhile.
    Optional<SqlEvent> applyTo(DataSource server, Session session, String database) throws SQLException {
        if (isApplied(session)) {
            return Optional.empty();
        }
        session.connection().rollback();
        long start = System.nanoTime();
        int applied = migrate(server, database);
        session.update("""
                insert into margay_schema (module, digest) values (?, ?)
                on duplicate key update digest = values(digest)""", new Object[] {module, digest});
        session.connection().commit();
        return Optional.of(event(applied, start));
    }

    private SqlEvent event(int applied, long start) {
        return new SqlEvent.Migrated(module, applied, Duration.ofNanos(System.nanoTime() - start));
    }

    private int migrate(DataSource source, String database) {
        try {
            var flyway = flyway(source);
            refuseNewer(flyway.info(), database);
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw new StartException(
                    "the tables of %s in %s do not take this program's migrations: %s (expected: as it left them)"
                            .formatted(module, database, SqlException.oneLine(e)),
                    e);
        }
    }

    /// What a later program made, this one cannot know.
    private void refuseNewer(MigrationInfoService found, String database) {
        for (var each : found.applied()) {
            if (each.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StartException(
                        "the tables of %s in %s are at version %s (expected: one that this program knows, not a newer)"
                                .formatted(module, database, each.getVersion()),
                        null);
            }
        }
    }

    private Flyway flyway(DataSource source) {
        return Flyway.configure(loader())
                .dataSource(source)
                .locations("classpath:" + folder)
                .table("margay_history_" + module)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .failOnMissingLocations(true)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                .load();
    }

    /// Gives Flyway one connection, over and over, whose transaction is ours: its commits wait for ours,
    /// and its roll-backs come with an exception that undoes everything.
    private record OneTransaction(Connection connection) implements DataSource {

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "commit", "setAutoCommit", "close", "rollback", "releaseSavepoint" -> null;
                        case "isClosed" -> false;
                        case "getAutoCommit" -> true;
                        default -> delegated(method, arguments);
                    });
        }

        private @Nullable Object delegated(java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("nothing inside of type " + type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
