package dev.margay.sql.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.test.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills processes that publish and consume, at moments left to a seeded chance, and accounts for every message whose
/// transaction was answered: its two effects are there, once each.
final class SqliteCrashTest {

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void nothingIsLostOrDoubledWhenProcessesAreKilled() throws Exception {
        kill(3, new Random(7));
    }

    @Test
    @Tag("slow")
    void nothingIsLostOrDoubledWhenProcessesAreKilledOften() throws Exception {
        kill(25, new Random(8));
    }

    @Test
    void aMessageThatKillsItsConsumerEachTimeIsADeadLetterAndTheOthersAreHandled() throws Exception {
        try (var broker = Sql.open(SqlOptions.sharedFile(folder.resolve("broker.db")));
                var messaging = Messaging.open(SqlMessageStore.open(broker), Options.named("test"))) {
            var work = messaging.queue("work");
            work.publish(CrashProgram.DEADLY);
            var deaths = new ArrayList<Integer>();
            for (int i = 1; work.deadLetters().count() == 0; i++) {
                work.publish("other " + i);
                var consumer = start("consumer");
                Eventually.within(
                        Duration.ofSeconds(60),
                        () -> assertThat(!consumer.isAlive()
                                        || work.deadLetters().count() == 1)
                                .as("dead, or safe")
                                .isTrue());
                if (!consumer.isAlive()) {
                    deaths.add(consumer.exitValue());
                }
            }

            assertThat(deaths).as("one begun unnoticed, three noticed").containsExactly(137, 137, 137, 137);
            assertThatItDiedOfCrashes(work.deadLetters().list(9));
            Eventually.eventually(() -> assertThat(notes())
                    .containsExactlyInAnyOrder("other 1", "other 2", "other 3", "other 4", "other 5"));
            Eventually.eventually(() -> assertThat(work.depth().leased()).isZero());
        }
    }

    private static void assertThatItDiedOfCrashes(List<Letter> letters) {
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("crash-loop");
            assertThat(letter.counts().crashes()).isEqualTo(3);
            assertThat(letter.counts().deliveries()).isEqualTo(4);
            assertThat(letter.failures()).hasSize(3).allSatisfy(failure -> {
                assertThat(failure.status()).isEqualTo(520);
                assertThat(failure.worker()).isEqualTo("consumer");
            });
        });
    }

    private void kill(int times, Random random) throws Exception {
        var publisher = start("publisher");
        var consumer = start("consumer");
        awaitFirst();
        for (int i = 0; i < times; i++) {
            LockSupport.parkNanos((300 + random.nextInt(1_500)) * 1_000_000L);
            if (random.nextBoolean()) {
                publisher.destroyForcibly().waitFor();
                publisher = start("publisher");
            } else {
                consumer.destroyForcibly().waitFor();
                consumer = start("consumer");
            }
        }
        publisher.destroyForcibly().waitFor();
        var relay = start("relay");
        account();
        relay.getOutputStream().close();
        consumer.getOutputStream().close();
        assertThat(relay.waitFor()).as("clean stop of the relay").isZero();
        assertThat(consumer.waitFor()).as("clean stop of the consumer").isZero();
    }

    private void awaitFirst() {
        Eventually.within(
                Duration.ofSeconds(30),
                () -> assertThat(folder.resolve("answered")).exists());
    }

    private void account() throws IOException {
        var answered = Files.readAllLines(folder.resolve("answered"));
        assertThat(answered).isNotEmpty();
        Eventually.within(Duration.ofSeconds(60), () -> {
            var notes = notes();
            var found = new HashSet<>(notes);
            assertThat(answered).allMatch(id -> found.contains("w " + id) && found.contains("f " + id));
            assertThat(depths()).allSatisfy(depth -> assertThat(depth).isEqualTo(Depth.EMPTY));
        });
        assertThat(notes()).doesNotHaveDuplicates();
        System.out.printf("%d answered transactions, %d effects%n", answered.size(), notes().size());
    }

    private List<String> notes() {
        return reading(
                "two.db", sql -> sql.read(view -> view.query("select text from notes", row -> row.text("text"))));
    }

    private List<Depth> depths() {
        return reading("broker.db", sql -> {
            var store = SqlMessageStore.open(sql);
            return List.of(store.depth("work"), store.depth("fact.*@facts"));
        });
    }

    private <T> List<T> reading(String file, Function<Sql, List<T>> question) {
        try (var sql = Sql.open(SqlOptions.sharedFile(folder.resolve(file)))) {
            return question.apply(sql);
        }
    }

    private Process start(String role) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashProgram.class.getName(),
                        folder.toString(),
                        role)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(role + ".log").toFile()))
                .start();
        started.add(process);
        return process;
    }
}
