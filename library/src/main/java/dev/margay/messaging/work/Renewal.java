package dev.margay.messaging.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Prolongs the leases of messages in progress, on a platform thread that does nothing else: no handler, however busy,
/// can keep it from its work. There is no thread while there are no consumers.
final class Renewal {

    private static final Duration TICK = Duration.ofMillis(100);

    private final List<Consumption> consumers = new CopyOnWriteArrayList<>();
    private final Wake wake = new Wake();
    private boolean running;

    synchronized void add(Consumption consumer) {
        consumers.add(consumer);
        if (!running) {
            running = true;
            Thread.ofPlatform().name("leases").daemon(true).start(this::run);
        }
    }

    void remove(Consumption consumer) {
        consumers.remove(consumer);
        wake.signal();
    }

    private void run() {
        try {
            while (goesOn()) {
                consumers.forEach(Renewal::keepLeases);
                wake.await(TICK);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the thread of the leases", e);
        }
    }

    /// What fails for one consumer is tried again with the next tick, and is no matter of the others.
    private static void keepLeases(Consumption consumer) {
        try {
            consumer.keepLeases();
        } catch (RuntimeException | Error e) {
            consumer.failed("keep leases", e, TICK);
        }
    }

    private synchronized boolean goesOn() {
        running = !consumers.isEmpty();
        return running;
    }
}
