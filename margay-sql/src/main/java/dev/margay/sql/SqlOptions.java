package dev.margay.sql;

import dev.margay.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Where a database is and how it is used. Immutable.
///
/// @param target the file or server
/// @param durability what a commit survives; power loss by default
/// @param limits sizes and times
/// @param clock the machine's clock; see [View#now()]
/// @param events receives what happens; nothing by default
public record SqlOptions(
        Target target, Durability durability, Limits limits, InstantSource clock, Consumer<SqlEvent> events) {

    private static final String FILES = "jdbc:sqlite:";
    private static final String SERVERS = "jdbc:mariadb://";

    /// A SQLite file that only this process opens; a second process is refused.
    public static SqlOptions file(Path path) {
        return of(new File(path, Sharing.ALONE));
    }

    /// A SQLite file that several processes of this machine open.
    public static SqlOptions sharedFile(Path path) {
        return of(new File(path, Sharing.SEVERAL_PROCESSES));
    }

    /// A database of a MariaDB or MySQL server.
    ///
    /// @param url `jdbc:mariadb://host:port/database`
    public static SqlOptions server(String url, String user, String password) {
        return of(new Server(url, user, password));
    }

    /// The database of an address as programs are configured with: `jdbc:sqlite:FILE`, opened by this
    /// process only, or `jdbc:mariadb://host:port/database` with user and password.
    public static SqlOptions at(String url, String user, String password) {
        if (url.startsWith(FILES) && url.length() > FILES.length()) {
            return file(Path.of(url.substring(FILES.length())));
        }
        if (url.startsWith(SERVERS)) {
            return server(url, user, password);
        }
        throw new IllegalArgumentException(
                "database url: %s (expected: jdbc:sqlite:FILE or jdbc:mariadb://host:port/database)".formatted(url));
    }

    private static SqlOptions of(Target target) {
        return new SqlOptions(target, Durability.POWER_LOSS, Limits.usual(), InstantSource.system(), event -> {});
    }

    /// The same database; a file may be opened by several processes of this machine.
    public SqlOptions shared() {
        var where = target instanceof File file ? new File(file.path(), Sharing.SEVERAL_PROCESSES) : target;
        return new SqlOptions(where, durability, limits, clock, events);
    }

    public SqlOptions with(Durability what) {
        return new SqlOptions(target, what, limits, clock, events);
    }

    public SqlOptions with(Limits what) {
        return new SqlOptions(target, durability, what, clock, events);
    }

    public SqlOptions with(InstantSource what) {
        return new SqlOptions(target, durability, limits, what, events);
    }

    public SqlOptions events(Consumer<SqlEvent> consumer) {
        return new SqlOptions(target, durability, limits, clock, consumer);
    }

    /// Where a program is told from outside that its database is, as a part of its settings.
    ///
    /// @param url as [#at(String, String, String)] takes it; empty for a file of the program's choice
    public record Address(String url, String user, Secret password) {

        /// Nothing told.
        public static final Address UNSET = new Address("", "", new Secret(""));

        public Address {
            if (!url.isEmpty()) {
                var _ = at(url, user, password.value());
            }
        }

        /// The database told, else this file; what happens to it is logged under this name.
        public SqlOptions or(Path file, String name) {
            var options = url.isEmpty() ? file(file) : at(url, user, password.value());
            return options.events(SqlLog.of(name));
        }
    }

    /// Where the data is.
    public sealed interface Target {}

    /// A SQLite file; it and missing folders above it are made, readable by their owner only.
    public record File(Path path, Sharing sharing) implements Target {}

    /// A database of a server.
    public record Server(String url, String user, String password) implements Target {
        public Server {
            if (!url.startsWith(SERVERS)) {
                throw new IllegalArgumentException(
                        "database url: %s (expected: jdbc:mariadb://host:port/database)".formatted(url));
            }
        }

        @Override
        public String toString() {
            return "Server[url=%s, user=%s, password=***]".formatted(url, user);
        }
    }

    /// Who opens a SQLite file.
    public enum Sharing {
        /// This process only.
        ALONE,
        /// Several processes: the writer leaves them their share of the time, and their changes are
        /// looked for.
        SEVERAL_PROCESSES
    }

    /// What an answered write survives.
    public enum Durability {
        /// Death of the process and of the machine.
        POWER_LOSS,
        /// Death of the process; the last seconds before a power loss may be missing.
        PROCESS_DEATH
    }

    /// Sizes and times.
    ///
    /// @param connections to a server, for writes and as many again for reads; 10
    /// @param waiting closures that may wait for the writer, and for the readers, of a file; 10,000
    /// @param busy how long a lock held by another process or transaction is waited for; 5 seconds
    /// @param rows most rows of one answer; 100,000
    /// @param poll how often a server is asked for changes of other processes; 50 milliseconds
    /// @param fileBytes largest size of a file, full beyond; no limit but the disk's
    public record Limits(int connections, int waiting, Duration busy, int rows, Duration poll, long fileBytes) {

        private static final long SMALLEST_FILE = 64 << 10;

        public Limits {
            atLeastOne("connections", connections);
            atLeastOne("waiting", waiting);
            atLeastOne("rows", rows);
            positive("busy", busy);
            positive("poll", poll);
            if (fileBytes < SMALLEST_FILE) {
                throw new IllegalArgumentException(
                        "file bytes: %d (expected: >= %d)".formatted(fileBytes, SMALLEST_FILE));
            }
        }

        /// The values given above.
        public static Limits usual() {
            return new Limits(10, 10_000, Duration.ofSeconds(5), 100_000, Duration.ofMillis(50), Long.MAX_VALUE);
        }

        public Limits connections(int most) {
            return new Limits(most, waiting, busy, rows, poll, fileBytes);
        }

        public Limits waiting(int most) {
            return new Limits(connections, most, busy, rows, poll, fileBytes);
        }

        public Limits busy(Duration longest) {
            return new Limits(connections, waiting, longest, rows, poll, fileBytes);
        }

        public Limits rows(int most) {
            return new Limits(connections, waiting, busy, most, poll, fileBytes);
        }

        public Limits poll(Duration every) {
            return new Limits(connections, waiting, busy, rows, every, fileBytes);
        }

        public Limits fileBytes(long most) {
            return new Limits(connections, waiting, busy, rows, poll, most);
        }

        private static void atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, value));
            }
        }

        private static void positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, value));
            }
        }
    }
}
