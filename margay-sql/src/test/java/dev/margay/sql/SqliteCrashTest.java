package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at random moments while four threads write: what was answered is there, and nothing is there
/// by half.
final class SqliteCrashTest {

    @TempDir
    Path folder;

    private final List<SqlEvent> events = new ArrayList<>();

    @Test
    void answeredWritesSurviveKills() throws Exception {
        killRepeatedly(3, new Random(7));
    }

    @Test
    @Tag("slow")
    void answeredWritesSurviveManyKills() throws Exception {
        killRepeatedly(20, new Random(11));
    }

    private void killRepeatedly(int times, Random random) throws Exception {
        var path = folder.resolve("shop.db");
        var answered = new HashSet<String>();
        boolean logLeft = false;
        for (int run = 0; run < times; run++) {
            answered.addAll(answersBeforeDeath(path, run, random.nextInt(1, 400)));
            logLeft |= Files.exists(path.resolveSibling("shop.db-wal"));
            verify(path, answered);
        }
        assertThat(answered).hasSizeGreaterThan(times);
        assertThat(logLeft).as("a log was left behind at least once").isTrue();
        assertThat(events).hasAtLeastOneElementOfType(SqlEvent.CheckedAfterUncleanStop.class);
    }

    private static Set<String> answersBeforeDeath(Path path, int run, int lines) throws InterruptedException {
        var answered = new HashSet<String>();
        try (var child = Child.run(ChildWriting.class, path.toString(), String.valueOf(run))) {
            for (int i = 0; i < lines; i++) {
                answered.add(child.line());
            }
            child.kill();
            answered.addAll(child.rest());
            child.exit();
        }
        answered.removeIf(line -> !line.matches("\\d+-\\d+-\\d+")); // lines of its log
        return answered;
    }

    private void verify(Path path, Set<String> answered) {
        try (var sql = Sql.open(SqlOptions.file(path).events(events::add))) {
            var kittens = sql.read(view -> view.query("select id from kittens", row -> row.text("id")));
            var entries = sql.read(view -> view.query("select note from entries", row -> row.text("note")));

            assertThat(new HashSet<>(kittens)).containsAll(answered).hasSameSizeAs(kittens);
            assertThat(entries).containsExactlyInAnyOrderElementsOf(kittens);
        }
    }

    /// Four threads that write two rows at a time and print what was answered.
    static final class ChildWriting {

        static void main(String[] arguments) {
            var sql = Sql.open(SqlOptions.file(Path.of(arguments[0])));
            sql.migrate("shop", "db/shop");
            sql.migrate("ledger", "db/ledger");
            for (int i = 0; i < 4; i++) {
                var name = arguments[1] + "-" + i + "-";
                Thread.ofPlatform().start(() -> write(sql, name));
            }
        }

        private static void write(Sql sql, String name) {
            for (int n = 0; ; n++) {
                var id = name + n;
                sql.write(tx -> tx.update("insert into kittens (id, name) values (?, 'Tom')", id)
                        + tx.update("insert into entries (amount, note) values (1, ?)", id));
                Child.say(id);
            }
        }
    }
}
