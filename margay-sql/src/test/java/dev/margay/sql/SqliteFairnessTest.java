package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three processes that write to one file as fast as they can: nobody starves.
@Tag("slow")
final class SqliteFairnessTest {

    private static final int PROCESSES = 3;
    private static final int TENTHS = 120;
    private static final int WINDOW = 50;

    @TempDir
    Path folder;

    @Test
    void noProcessGetsLessThanAFifthOfTheCommitsInAnyFiveSeconds() throws Exception {
        var path = folder.resolve("broker.db");
        try (var sql = Sql.open(SqlOptions.sharedFile(path))) {
            sql.migrate("ledger", "db/ledger");
        }
        long start = System.currentTimeMillis() + 8_000;

        var counts = counts(path, start);

        for (int from = 0; from + WINDOW <= TENTHS; from++) {
            var sums = new ArrayList<Long>();
            for (var one : counts) {
                sums.add(one.subList(from, from + WINDOW).stream()
                        .mapToLong(Long::longValue)
                        .sum());
            }
            long all = sums.stream().mapToLong(Long::longValue).sum();
            assertThat(sums)
                    .as("commits of each process from tenth %d on", from)
                    .allSatisfy(sum -> assertThat(sum * 5).isGreaterThanOrEqualTo(all));
        }
    }

    private static List<List<Long>> counts(Path path, long start) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var children = new ArrayList<Callable<List<Long>>>();
            for (int i = 0; i < PROCESSES; i++) {
                children.add(() -> {
                    try (var child = Child.run(ChildCommitting.class, path.toString(), String.valueOf(start))) {
                        return child.rest().stream().map(Long::valueOf).toList();
                    }
                });
            }
            var counts = new ArrayList<List<Long>>();
            for (var one : threads.invokeAll(children)) {
                counts.add(one.get());
            }
            return counts;
        }
    }

    /// Eight threads that commit one row each, again and again; prints the commits of each tenth of a
    /// second.
    static final class ChildCommitting {

        static void main(String[] arguments) throws InterruptedException {
            long start = Long.parseLong(arguments[1]);
            var counts = new java.util.concurrent.atomic.AtomicLongArray(TENTHS);
            var sql = Sql.open(SqlOptions.sharedFile(Path.of(arguments[0])));
            var writers = new ArrayList<Thread>();
            for (int i = 0; i < 8; i++) {
                writers.add(Thread.ofVirtual().start(() -> commit(sql, start, counts)));
            }
            for (var writer : writers) {
                writer.join();
            }
            for (int i = 0; i < TENTHS; i++) {
                Child.say(String.valueOf(counts.get(i)));
            }
            sql.close();
        }

        private static void commit(Sql sql, long start, java.util.concurrent.atomic.AtomicLongArray counts) {
            long tenth;
            while ((tenth = (System.currentTimeMillis() - start) / 100) < TENTHS) {
                sql.write(tx -> tx.update("insert into entries (amount) values (1)"));
                if (tenth >= 0 && System.currentTimeMillis() >= start) {
                    counts.incrementAndGet((int) tenth);
                }
            }
        }
    }
}
