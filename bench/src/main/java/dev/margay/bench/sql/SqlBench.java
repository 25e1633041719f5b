package dev.margay.bench.sql;

import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/// Durable commits a second into a SQLite file, by one writer and by 64, beside what the disk needs for
/// one flush.
public final class SqlBench {

    private static final List<Integer> WRITERS = List.of(1, 8, 64);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration RUN = Duration.ofSeconds(5);
    private static final int RUNS = 5;
    private static final int BODY = 1_024;
    private static final int FLUSHES = 300;

    private final Path folder;

    /// The folder decides which disk is measured.
    public SqlBench(Path folder) {
        this.folder = folder;
    }

    /// Measures, and returns the report in Markdown.
    ///
    /// @param machine what the figures depend on
    public String run(String machine) throws IOException, InterruptedException {
        var text = new StringBuilder(
                """
                # Durable commits a second

                Transactions that insert %,d bytes into a SQLite file, each answered when it is on the disk; writers share flushes.

                %s. Median of %d rounds of %d s after %d s of warm-up; least and most in brackets.
                One flush of 4 KiB (fdatasync) on the same disk: %.2f ms median, %.2f ms p99.

                | writers | commits/s | p50 ms | p99 ms | transactions a flush |
                |---|---|---|---|---|
                """.formatted(BODY, machine, RUNS, RUN.toSeconds(), WARM_UP.toSeconds(), flush(0.5), flush(0.99)));
        for (int writers : WRITERS) {
            text.append(measured(writers));
        }
        return text.toString();
    }

    private double flush(double quantile) throws IOException {
        var times = new long[FLUSHES];
        try (var file = FileChannel.open(
                folder.resolve("flush"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < FLUSHES; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(4_096));
                file.force(false);
                times[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(times);
        return times[(int) (quantile * (FLUSHES - 1))] / 1e6;
    }

    private String measured(int writers) throws InterruptedException {
        var rates = new ArrayList<Double>();
        var latencies = new ConcurrentHistogram(2);
        double perFlush;
        try (var sql = Sql.open(SqlOptions.file(folder.resolve("writers-" + writers + ".db")))) {
            sql.migrate("bench", "db/bench");
            load(sql, writers, WARM_UP, new ConcurrentHistogram(2));
            var before = sql.stats();
            for (int i = 0; i < RUNS; i++) {
                rates.add(load(sql, writers, RUN, latencies));
            }
            var after = sql.stats();
            perFlush = (double) (after.transactions() - before.transactions()) / (after.commits() - before.commits());
        }
        rates.sort(null);
        return String.format(
                Locale.ROOT,
                "| %d | %,.0f (%,.0f–%,.0f) | %.2f | %.2f | %.1f |\n",
                writers,
                rates.get(RUNS / 2),
                rates.getFirst(),
                rates.getLast(),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                perFlush);
    }

    private static double load(Sql sql, int writers, Duration time, ConcurrentHistogram latencies)
            throws InterruptedException {
        var running = new AtomicBoolean(true);
        var commits = new LongAdder();
        var threads = new ArrayList<Thread>();
        long start = System.nanoTime();
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (running.get()) {
                    long asked = System.nanoTime();
                    sql.write(tx -> tx.update("insert into entries (body) values (?)", new byte[BODY]));
                    latencies.recordValue(System.nanoTime() - asked);
                    commits.increment();
                }
            }));
        }
        threads.getFirst().join(time);
        running.set(false);
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = commits.sum() / seconds;
        for (var thread : threads) {
            thread.join();
        }
        return rate;
    }
}
