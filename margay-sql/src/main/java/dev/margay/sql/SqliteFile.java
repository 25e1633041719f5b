package dev.margay.sql;

import dev.margay.context.StartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;

/// A SQLite file that may be used: in a safe place, with safe rights, opened by a sound library in one
/// way.
final class SqliteFile implements AutoCloseable {

    /// 3.51.3 mends a race between a reset of the write-ahead log and a commit of another process.
    private static final int[] OLDEST = {3, 51, 3};

    private static final int STATEMENTS = 128;
    private static final long MOST_PAGES = 4_294_967_294L; // SQLite's own limit
    private static final int AUTO_CHECKPOINT_PAGES = 4_000;
    private static final Set<String> NETWORKS = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "ceph",
            "fuse.ceph",
            "glusterfs",
            "fuse.glusterfs",
            "fuse.sshfs",
            "fuse.s3fs",
            "fuse.rclone",
            "lustre",
            "beegfs",
            "gpfs",
            "ocfs2",
            "gfs2",
            "davfs",
            "fuse.davfs2");

    private final Path path;
    private final SqlOptions options;
    private final FilePresence presence;

    private SqliteFile(Path path, SqlOptions options) {
        this.path = path;
        this.options = options;
        boolean alone = sharing(options) == SqlOptions.Sharing.ALONE;
        this.presence = FilePresence.take(path, alone, this::prepare);
    }

    /// Opens the file, making it if it is missing, and checks it if the last process that had it open
    /// died.
    static SqliteFile open(Path given, SqlOptions options) {
        var path = given.toAbsolutePath().normalize();
        try {
            makeFolders(path);
            refuseNetwork(Files.getFileStore(path.resolveSibling(".")).type(), path);
            createPrivately(path);
        } catch (IOException e) {
            throw new StartException(
                    "cannot make the database file %s: %s (expected: a file of the user's own)".formatted(path, e), e);
        }
        return new SqliteFile(path, options);
    }

    private static SqlOptions.Sharing sharing(SqlOptions options) {
        return ((SqlOptions.File) options.target()).sharing();
    }

    boolean shared() {
        return sharing(options) == SqlOptions.Sharing.SEVERAL_PROCESSES;
    }

    private static void makeFolders(Path path) throws IOException {
        var folder = path.getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// Locks of network file systems do not hold, and the shared memory of the log does not work over
    /// them.
    static void refuseNetwork(String type, Path path) {
        if (NETWORKS.contains(type.toLowerCase(Locale.ROOT))) {
            throw new StartException(
                    "%s is on a network file system, %s (expected: a local disk)".formatted(path, type), null);
        }
    }

    /// Makes the file, or sets its rights, so that only its owner can read it; SQLite gives its other
    /// files the same.
    static void createPrivately(Path path) throws IOException {
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(owner));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(path)) {
                throw e;
            }
            if (!Files.getPosixFilePermissions(path).equals(owner)) {
                Files.setPosixFilePermissions(path, owner);
            }
        }
    }

    private void prepare(boolean first) {
        boolean unclean = first && walBytes() > 0;
        try (var session = connect(false)) {
            refuseOldLibrary(session);
            if (unclean) {
                check(session);
            }
            makeOwnTables(session);
        } catch (SQLException e) {
            throw SqlException.atStart(path.toString(), e);
        }
    }

    private static void refuseOldLibrary(Session session) throws SQLException {
        var version = session.first("select sqlite_version() as v", row -> row.text("v"), new Object[0]);
        refuseOld(String.valueOf(version));
    }

    static void refuseOld(String version) {
        var parts = Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        if (Arrays.compare(parts, OLDEST) < 0) {
            throw new StartException("SQLite library %s (expected: 3.51.3 or newer)".formatted(version), null);
        }
    }

    private void check(Session session) throws SQLException {
        long start = System.nanoTime();
        var found = session.query("pragma quick_check(3)", row -> row.text("quick_check"), new Object[0]);
        if (!found.equals(java.util.List.of("ok"))) {
            throw new StartException(
                    "%s is damaged: %s (expected: ok; restore it from a copy)"
                            .formatted(path, String.join("; ", found)),
                    null);
        }
        options.events().accept(new SqlEvent.CheckedAfterUncleanStop(Duration.ofNanos(System.nanoTime() - start)));
    }

    /// The tables of this package: the store's clock, and which migrations each module has.
    private static void makeOwnTables(Session session) throws SQLException {
        long there =
                session.number("select count(*) from sqlite_master where name in ('margay_clock', 'margay_schema')");
        if (there == 2) {
            return;
        }
        session.execute("begin exclusive");
        session.execute(
                "create table if not exists margay_clock (id integer primary key, last integer not null) strict");
        session.execute("insert or ignore into margay_clock (id, last) values (1, 0)");
        session.execute(
                "create table if not exists margay_schema (module text primary key, digest text not null) strict");
        session.execute("commit");
    }

    /// A connection that writes.
    Session writer() throws SQLException {
        return connect(false);
    }

    /// A connection that cannot write.
    Session reader() throws SQLException {
        return connect(true);
    }

    private Session connect(boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(options.limits().busy().toMillis()));
        config.setSynchronous(
                options.durability() == SqlOptions.Durability.POWER_LOSS
                        ? SQLiteConfig.SynchronousMode.FULL
                        : SQLiteConfig.SynchronousMode.NORMAL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        var connection = config.createConnection("jdbc:sqlite:" + path);
        var session = new Session(connection, STATEMENTS, options.limits().rows());
        try {
            if (!readOnly) {
                useLog(session);
            }
            BusyHandler.setHandler(connection, new Patience(options.limits().busy()));
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
        return session;
    }

    private void useLog(Session session) throws SQLException {
        var mode = session.first("pragma journal_mode = wal", row -> row.text("journal_mode"), new Object[0]);
        if (!"wal".equals(mode)) {
            throw new StartException("%s: journal mode %s (expected: wal)".formatted(path, mode), null);
        }
        session.number("pragma wal_autocheckpoint = " + AUTO_CHECKPOINT_PAGES);
        long most = options.limits().fileBytes() / session.number("pragma page_size");
        session.number("pragma max_page_count = " + Math.min(most, MOST_PAGES));
    }

    /// Size of the write-ahead log's file; 0 if there is none.
    long walBytes() {
        return path.resolveSibling(path.getFileName() + "-wal").toFile().length();
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() {
        presence.close();
    }

    /// Waits for a lock of another connection: half a millisecond to two between tries, up to a limit.
    private static final class Patience extends BusyHandler {

        private final long limitNanos;
        private long since;

        Patience(Duration limit) {
            this.limitNanos = limit.toNanos();
        }

        @Override
        protected int callback(int earlierTries) {
            long now = System.nanoTime();
            if (earlierTries == 0) {
                since = now;
            }
            if (now - since >= limitNanos) {
                return 0;
            }
            var _ = Thread.interrupted(); // set by a closure that is over; parking would not pause
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(500_000, 2_000_000));
            return 1;
        }
    }
}
