package dev.margay.cli;

import static dev.margay.test.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up --on mariadb` as a process, with Debian's server and stand-ins for the programs.
final class MariaDbIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    /// Less than the patience of the companion of a server whose `up` was killed.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Pattern ADDRESS = Pattern.compile("started with (jdbc:mariadb://127\\.0\\.0\\.1:\\d+/)");

    @TempDir
    private Path directory;

    private Installation margay;

    @BeforeEach
    void install() throws IOException {
        margay = new Installation(directory);
    }

    @AfterEach
    void end() throws Exception {
        var server = PidFile.read(margay.home().pidFile("mariadb"));
        margay.end();
        server.ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void eachServiceHasADatabaseThatOnlyItsUserCanOpen() throws Exception {
        ready(margay.up("--on", "mariadb"));

        try (var auth = connection("auth", "auth")) {
            auth.createStatement().execute("create table users (id int primary key) engine=innodb");
        }
        try (var broker = connection("broker", "broker")) {
            assertThat(broker.isValid(1)).isTrue();
        }
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connection("product", "auth"))
                .withMessageContaining("Access denied");
        assertThat(Files.getPosixFilePermissions(password("auth")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void theSearchIndexIsNotTakenFromAnotherEngine() throws Exception {
        var index = margay.home().directory().resolve("search-index");
        stopped(ready(margay.up()));
        Files.createDirectories(index.resolve("of sqlite"));
        stopped(ready(margay.up()));
        assertThat(index.resolve("of sqlite")).exists();

        ready(margay.up("--on", "mariadb"));

        assertThat(index.resolve("of sqlite")).doesNotExist();
    }

    @Test
    void anOrderlyEndTakesTheServerAlongLastAndTheNextUpHasTheData() throws Exception {
        var up = ready(margay.up("--on", "mariadb"));
        var server = server();
        var everything = up.descendants().toList();
        insertOneUser();

        up.destroy();

        assertThat(up.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(margay.secondsToStop(up)).isLessThan(5);
        assertThat(up.exitValue()).isZero();
        assertThat(server.isAlive()).isFalse();
        within(AT_ONCE, () -> assertThat(everything).isNotEmpty().noneMatch(MariaDbIT::runs));
        assertThat(margay.said(up)).doesNotContain("killed");
        ready(margay.up("--on", "mariadb"));
        assertThat(users()).isEqualTo(1);
    }

    @Test
    void aKilledServerComesBackWithItsData() throws Exception {
        var up = ready(margay.up("--on", "mariadb"));
        insertOneUser();

        server().destroyForcibly();

        within(
                LIMIT,
                () -> assertThat(margay.said(up))
                        .contains("mariadb died (signal 9); restart 1")
                        .contains("mariadb is back"));
        assertThat(users()).isEqualTo(1);
    }

    @Test
    void theServerEndsWhenUpIsKilled() throws Exception {
        var up = ready(margay.up("--on", "mariadb"));
        var everything = up.descendants().toList();

        up.destroyForcibly().waitFor();

        within(LIMIT, () -> assertThat(everything).isNotEmpty().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void theNextUpAfterTheDeathOfEverythingHasTheData() throws Exception {
        var up = ready(margay.up("--on", "mariadb"));
        insertOneUser();

        up.toHandle().destroyForcibly();
        up.descendants().forEach(ProcessHandle::destroyForcibly);
        margay.end();

        ready(margay.up("--on", "mariadb"));
        assertThat(users()).isEqualTo(1);
    }

    /// Not one that has ended and that the system has yet to bury: that has no command line any more.
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().isPresent();
    }

    private static void stopped(Process up) throws InterruptedException {
        up.destroy();
        assertThat(up.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void insertOneUser() throws Exception {
        try (var auth = connection("auth", "auth")) {
            auth.createStatement().execute("create table users (id int primary key) engine=innodb");
            auth.createStatement().execute("insert into users values (7)");
        }
    }

    private int users() throws Exception {
        try (var auth = connection("auth", "auth");
                var rows = auth.createStatement().executeQuery("select count(*) from users")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Connection connection(String database, String user) throws Exception {
        return DriverManager.getConnection(
                address() + "margay_" + database,
                "margay_" + user,
                Files.readString(password(user)).strip());
    }

    private Path password(String user) {
        return margay.home().secrets().resolve(user + "-database-password");
    }

    private String address() throws IOException {
        var notes = Files.readString(margay.home().directory().resolve("notes"));
        return ADDRESS.matcher(notes)
                .results()
                .map(found -> found.group(1))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private ProcessHandle server() {
        return PidFile.read(margay.home().pidFile("mariadb")).orElseThrow();
    }

    private Process ready(Process up) {
        within(LIMIT, () -> assertThat(margay.said(up)).contains("Ready after"));
        return up;
    }
}
