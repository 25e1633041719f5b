package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.StartException;
import dev.margay.test.Eventually;
import dev.margay.test.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is looked after around a SQLite file: rights, neighbours, damage, the log's size, the clock.
final class SqliteFileTest {

    @TempDir
    Path folder;

    private final List<SqlEvent> events = Collections.synchronizedList(new ArrayList<>());

    private Path path() {
        return folder.resolve("new/data/shop.db");
    }

    private SqlOptions alone() {
        return SqlOptions.file(path()).events(events::add);
    }

    private static Sql opened(SqlOptions options) {
        var sql = Sql.open(options);
        sql.migrate("shop", "db/shop");
        return sql;
    }

    private static int insert(Sql sql, String id, byte[] picture) {
        return sql.write(tx -> tx.update("insert into kittens (id, name, picture) values (?, 'Tom', ?)", id, picture));
    }

    @Test
    void onlyTheOwnerCanReadTheFiles() throws IOException {
        try (var sql = opened(alone())) {
            insert(sql, "1", new byte[1]);

            for (var name : List.of("shop.db", "shop.db-wal", "shop.db-shm", "shop.db.lock")) {
                var rights = Files.getPosixFilePermissions(path().resolveSibling(name));
                assertThat(PosixFilePermissions.toString(rights)).as(name).isEqualTo("rw-------");
            }
        }
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
        Sql.open(alone()).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileForOneProcessIsRefusedToASecond() throws Exception {
        try (var sql = opened(alone())) {
            assertThatThrownBy(() -> Sql.open(alone())).hasMessageContaining("open in this process already");
            try (var child = Child.run(ChildOpening.class, path().toString())) {
                assertThat(child.line()).contains("is open in another process already");
                assertThat(child.exit()).isEqualTo(3);
            }
            assertThat(insert(sql, "1", new byte[1])).isEqualTo(1);
        }
        try (var child = Child.run(ChildOpening.class, path().toString())) {
            assertThat(child.line()).isEqualTo("opened");
        }
    }

    @Test
    void networkFileSystemsAndOldLibrariesAreRefused() {
        assertThatThrownBy(() -> SqliteFile.refuseNetwork("nfs4", path())).hasMessageContaining("nfs4");
        assertThatThrownBy(() -> SqliteFile.refuseNetwork("CIFS", path())).hasMessageContaining("local disk");
        assertThatCode(() -> SqliteFile.refuseNetwork("ext4", path())).doesNotThrowAnyException();
        assertThatThrownBy(() -> SqliteFile.refuseOld("3.51.2")).hasMessageContaining("3.51.3");
        assertThatThrownBy(() -> SqliteFile.refuseOld("3.9")).hasMessageContaining("3.9");
        assertThatCode(() -> SqliteFile.refuseOld("3.51.3")).doesNotThrowAnyException();
        assertThatCode(() -> SqliteFile.refuseOld("4.0")).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatCannotBeMadeIsAClearError() throws IOException {
        Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> Sql.open(SqlOptions.file(folder.resolve("file/shop.db"))))
                .hasMessageContaining("shop.db");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "this is a letter to my cat, and not a database at all".repeat(100));

        assertThatThrownBy(() -> Sql.await(alone(), Duration.ofHours(1)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("shop.db")
                .hasMessageContaining("expected: ")
                .hasMessageNotContaining("\n");

        assertThat(Files.readString(path())).startsWith("this is a letter");
    }

    @Test
    void aFolderInPlaceOfTheFileIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(path());
        var rights = Files.getPosixFilePermissions(path());

        assertThatThrownBy(() -> Sql.open(alone()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("shop.db");

        assertThat(Files.getPosixFilePermissions(path())).isEqualTo(rights);
    }

    @Test
    void aFileThatStaysBusyIsWaitedForOnlySoLong() throws Exception {
        opened(alone()).close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + path());
                var statement = other.createStatement()) {
            statement.execute("pragma locking_mode = exclusive");
            statement.execute("begin exclusive");

            var impatient = alone().with(SqlOptions.Limits.usual().busy(Duration.ofMillis(50)));
            assertThatThrownBy(() -> Sql.await(impatient, Duration.ofMillis(200)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("shop.db")
                    .hasMessageContaining("expected: an answer within");
        }
        assertThat(events).hasAtLeastOneElementOfType(SqlEvent.Awaited.class);
    }

    @Test
    void damageIsFoundAfterAnUncleanStop() throws IOException {
        try (var sql = opened(alone())) {
            for (int i = 0; i < 50; i++) {
                insert(sql, "kitten" + i, new byte[2_000]);
            }
        }
        byte[] bytes = Files.readAllBytes(path());
        for (int page = 6; page < bytes.length / 4096; page++) {
            java.util.Arrays.fill(bytes, page * 4096, page * 4096 + 200, (byte) 0x5a);
        }
        Files.write(path(), bytes);
        Files.write(path().resolveSibling("shop.db-wal"), new byte[64]);

        assertThatThrownBy(() -> Sql.open(alone())).hasMessageContaining("damaged");
    }

    @Test
    void anIdleLogIsEmptied() {
        try (var sql = opened(alone())) {
            insert(sql, "1", new byte[100_000]);
            assertThat(sql.stats().walBytes()).isPositive();

            Eventually.eventually(() -> assertThat(events)
                    .anyMatch(event -> event instanceof SqlEvent.Checkpointed done
                            && done.mode().equals("truncate")
                            && done.complete()));
            assertThat(sql.stats().walBytes()).isZero();
        }
    }

    @Test
    void aGrowingLogIsCopiedWhileWritesGoOn() {
        try (var sql = opened(alone())) {
            var number = new AtomicInteger();
            Eventually.eventually(() -> {
                insert(sql, "kitten" + number.incrementAndGet(), new byte[1 << 20]);
                assertThat(events)
                        .anyMatch(event -> event instanceof SqlEvent.Checkpointed done
                                && done.mode().equals("passive"));
            });
        }
    }

    @Test
    void theClockOfAFileNeverGoesBack() {
        var machine = ManualClock.standing();
        var start = machine.instant();
        var options = SqlOptions.sharedFile(path()).with(machine);
        try (var sql = opened(options)) {
            assertThat(now(sql)).isEqualTo(start);
            machine.jumpTo(start.minusSeconds(3600));
            assertThat(now(sql)).isEqualTo(start);
            var read = sql.read(View::now);
            assertThat(read).isEqualTo(start);
        }
        try (var sql = opened(options)) {
            assertThat(now(sql)).isEqualTo(start);
            machine.jumpTo(start.plusSeconds(5));
            assertThat(now(sql)).isEqualTo(start.plusSeconds(5));
        }
    }

    private static Instant now(Sql sql) {
        return sql.write(View::now);
    }

    @Test
    void aCommitOfAnotherConnectionWakesListeners() {
        var options = SqlOptions.sharedFile(path());
        try (var here = opened(options);
                var there = Sql.open(options)) {
            var wakes = new AtomicInteger();
            here.onChange(wakes::incrementAndGet);
            Eventually.eventually(() -> assertThat(wakes.get()).isPositive());
            int before = wakes.get();

            insert(there, "1", new byte[1]);

            Eventually.eventually(() -> assertThat(wakes.get()).isGreaterThan(before));
        }
    }

    @Test
    void aFailingMigrationChangesNothing() {
        try (var sql = opened(alone())) {
            assertThatThrownBy(() -> sql.migrate("broken", "db/broken"))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("broken")
                    .hasMessageContaining("shop.db")
                    .hasMessageNotContaining("\n");

            var tables = sql.read(view ->
                    view.query("select name from sqlite_master where name like '%broken%'", row -> row.text("name")));
            assertThat(tables).isEmpty();
            assertThat(insert(sql, "1", new byte[1])).isEqualTo(1);
        }
    }

    @Test
    void severalProcessesMayMigrateAtOnce() throws Exception {
        var children = new ArrayList<Child>();
        for (int i = 0; i < 3; i++) {
            children.add(Child.run(ChildMigrating.class, path().toString()));
        }
        try {
            for (var child : children) {
                assertThat(child.line()).isEqualTo("migrated");
                assertThat(child.exit()).isZero();
            }
        } finally {
            children.forEach(Child::close);
        }

        try (var sql = opened(SqlOptions.sharedFile(path()).events(events::add))) {
            assertThat(insert(sql, "1", new byte[1])).isEqualTo(1);
            assertThat(events).noneMatch(event -> event instanceof SqlEvent.Migrated);
        }
    }

    /// Opens the file alone; says how that went.
    static final class ChildOpening {
        static void main(String[] arguments) {
            try {
                Sql.open(SqlOptions.file(Path.of(arguments[0]))).close();
                Child.say("opened");
            } catch (StartException e) {
                Child.say(String.valueOf(e.getMessage()));
                System.exit(3);
            }
        }
    }

    /// Opens the file with others and migrates it.
    static final class ChildMigrating {
        static void main(String[] arguments) {
            try (var sql = Sql.open(SqlOptions.sharedFile(Path.of(arguments[0])))) {
                sql.migrate("shop", "db/shop");
                sql.migrate("ledger", "db/ledger");
            }
            Child.say("migrated");
        }
    }
}
