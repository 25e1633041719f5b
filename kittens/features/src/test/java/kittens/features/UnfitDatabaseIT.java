package kittens.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.test.Eventually;
import dev.margay.test.MariaDbServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each program, as a process, on a database it cannot use: it ends with one line that says so.
final class UnfitDatabaseIT {

    private static final int LIMIT_SECONDS = 60;

    @TempDir
    private Path home;

    private Path own(String program) {
        return home.resolve("data").resolve(program + ".db");
    }

    private Path broker() {
        return home.resolve("broker.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "product", "mail"})
    void aFileThatAnotherProcessHoldsIsRefused(String program) throws Exception {
        try (var _ = Sql.open(SqlOptions.file(own(program)))) {
            refused(program, own(program) + " is open in another process already");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "product", "mail", "search"})
    void aBrokerThatAnotherProcessHoldsAloneIsRefused(String program) throws Exception {
        try (var _ = Sql.open(SqlOptions.file(broker()))) {
            refused(program, broker() + " is open in another process that wants to be alone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "product", "mail", "search"})
    void aBrokerThatIsNoDatabaseIsRefused(String program) throws Exception {
        Files.writeString(broker(), "a letter to my cat ".repeat(1_000));

        refused(program, "cannot use " + broker());
    }

    @Test
    void aProgramThatWaitsForItsDatabaseEndsWithItsLifeline() throws Exception {
        var log = home.resolve("log");
        var process = new ProcessBuilder(
                        command("auth", "--lifeline=stdin", "--database.url=jdbc:mariadb://127.0.0.1:1/auth"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Eventually.within(
                    Duration.ofSeconds(LIMIT_SECONDS),
                    () -> assertThat(log).content().contains("trying again"));

            process.getOutputStream().close();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anIndexThatAnotherProcessHoldsIsRefused() throws Exception {
        var lock = Files.createDirectories(home.resolve("search-index")).resolve("write.lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.lock().isValid()).isTrue();
            refused("search", "the index " + lock.getParent() + " is open in another process");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "product", "mail"})
    void tablesThatALaterProgramMadeAreRefused(String program) throws Exception {
        try (var later = Sql.open(SqlOptions.file(own(program)))) {
            later.migrate(program, "db/later");
        }

        refused(program, own(program) + " are at version 99");
    }

    @Test
    void aServerThatTurnsTheProgramAwayIsRefused() throws Exception {
        try (var server = MariaDbServer.start()) {
            refused(
                    "auth",
                    "url=" + server.url("auth"),
                    "--database.url=" + server.url("auth"),
                    "--database.user=" + server.user(),
                    "--database.password=wrong");
        }
    }

    private void refused(String program, String reason, String... settings) throws IOException, InterruptedException {
        var said = home.resolve("said");
        var process = new ProcessBuilder(command(program, settings))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readAllLines(said))
                    .singleElement()
                    .asString()
                    .contains(reason)
                    .contains("(expected: ");
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(String program, String... settings) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "kittens." + program + ".Main",
                "--home=" + home,
                "--admin.port=0"));
        if (!program.equals("mail")) {
            command.add("--port=0");
        }
        command.addAll(List.of(settings));
        return command;
    }
}
