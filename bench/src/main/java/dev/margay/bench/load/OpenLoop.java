package dev.margay.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Load at a constant rate that does not wait for the server: every request has a time at which it is due, and its
/// latency counts from then, also when the server's delay kept it from leaving (no coordinated omission).
///
/// One thread, no allocation for a request. The first seconds warm up and do not count. What is unanswered
/// [#GRACE_NANOS] after the end counts with the time it has waited, and as a failure.
final class OpenLoop implements AutoCloseable {
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NAP_NANOS = 50_000;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    private final Selector selector = Selector.open();
    private final Lane[] lanes;
    private final Lane.Schedule schedule;
    private final long countFromNanos;
    // Made once, since a method reference in the loop would be an object each time.
    private final Consumer<SelectionKey> reader = this::readable;
    private final Lane.Verdict verdict = this::answered;
    private long answered;
    private long failures;

    private OpenLoop(int port, Lane.Schedule schedule, byte[] request, long warmUpNanos) throws IOException {
        this.schedule = schedule;
        this.countFromNanos = schedule.startNanos() + warmUpNanos;
        this.lanes = new Lane[schedule.lanes()];
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (var i = 0; i < lanes.length; i++) {
            lanes[i] = Lane.open(address, request, schedule, i);
            lanes[i].channel().register(selector, SelectionKey.OP_READ, lanes[i]);
        }
    }

    static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException(args.length + " arguments (expected: PORT RATE CONNECTIONS SECONDS)");
        }
        var nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[3]));
        var plan = new Plan(Long.parseLong(args[1]), Integer.parseInt(args[2]), WARM_UP_NANOS, nanos);
        System.out.println(run(Integer.parseInt(args[0]), plan));
    }

    static String run(int port, Plan plan) throws IOException {
        // The first request is due once all connections are open.
        var start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        var schedule = new Lane.Schedule(start, plan.perSecond(), plan.connections());
        try (var load = new OpenLoop(port, schedule, hello(), plan.warmUpNanos())) {
            load.drive(start + plan.warmUpNanos() + plan.nanos());
            return load.result(plan.nanos());
        }
    }

    @Override
    public void close() throws IOException {
        for (var lane : lanes) {
            lane.close();
        }
        selector.close();
    }

    private static byte[] hello() {
        var body = "{\"name\":\"Nic\"}";
        var head = "POST /helloworld HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ";
        return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    private void drive(long endNanos) throws IOException {
        var next = 0L;
        var now = System.nanoTime();
        while (now < endNanos) {
            var before = next;
            while (schedule.dueNanos(next) <= now) {
                lanes[(int) (next++ % lanes.length)].due();
            }
            if (selector.selectNow(reader) == 0 && next == before) {
                LockSupport.parkNanos(NAP_NANOS);
            }
            now = System.nanoTime();
        }
        drain(endNanos + GRACE_NANOS);
    }

    private void drain(long limitNanos) throws IOException {
        while (waiting() > 0 && System.nanoTime() < limitNanos) {
            selector.select(reader, 10);
        }
        var now = System.nanoTime();
        for (var lane : lanes) {
            if (lane.waiting() > 0) {
                latencies.recordValueWithCount(Math.min(now - lane.oldestDueNanos(), LONGEST_NANOS), lane.waiting());
                failures += lane.waiting();
            }
        }
    }

    private long waiting() {
        var sum = 0L;
        for (var lane : lanes) {
            sum += lane.waiting();
        }
        return sum;
    }

    private void readable(SelectionKey key) {
        try {
            ((Lane) key.attachment()).read(verdict);
        } catch (IOException e) {
            throw new UncheckedIOException("a connection failed at a constant rate of " + schedule.perSecond(), e);
        }
    }

    private void answered(long dueNanos, boolean ok) {
        if (dueNanos < countFromNanos) {
            return;
        }
        answered++;
        failures += ok ? 0 : 1;
        latencies.recordValue(Math.min(System.nanoTime() - dueNanos, LONGEST_NANOS));
    }

    private String result(long nanos) {
        return "RESULT answered=%d micros=%d p50=%d p99=%d p999=%d max=%d failures=%d"
                .formatted(
                        answered,
                        nanos / 1_000,
                        latencies.getValueAtPercentile(50) / 1_000,
                        latencies.getValueAtPercentile(99) / 1_000,
                        latencies.getValueAtPercentile(99.9) / 1_000,
                        latencies.getMaxValue() / 1_000,
                        failures);
    }

    /// How much, on how many connections, how long before it counts, and how long it counts.
    record Plan(long perSecond, int connections, long warmUpNanos, long nanos) {}
}
