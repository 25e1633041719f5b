package dev.margay.messaging.work;

import dev.margay.context.Cancellation.Registration;
import dev.margay.context.VirtualThreads;
import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.Delivery;
import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Lease;
import dev.margay.messaging.MessageStore.Settlement;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.MessagingEvent.Handled.Outcome;
import dev.margay.messaging.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/// A consumer of one queue: claims messages, runs their handlers, and tells the store what became of each.
///
/// Threads: one that claims, one that settles ([Settling]), one for each message held, all virtual and on the JDK's
/// scheduler; the leases are kept by [Renewal]. A message is in `held` from its claim until the store has heard the end
/// of it, and its lease is prolonged as long.
final class Consumption implements Subscription {

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);
    private static final int SUSPICIOUS_DELIVERIES = 2;

    private final Station station;
    private final Ask ask;
    private final ConsumerOptions how;
    private final Handling handling;
    private final Verdicts verdicts;
    private final Map<Lease, Held> held = new ConcurrentHashMap<>();
    private final Semaphore running;
    private final Wake wake = new Wake();
    private final Wake settled = new Wake();
    private final Settling settling;
    private final ThreadFactory threads;
    private final Thread claimer;
    private final Registration changes;
    private long nextRenewalNanos;
    private volatile boolean closing;

    private Consumption(Station station, Ask ask, ConsumerOptions how, Handling handling) {
        this.station = station;
        this.ask = ask;
        this.how = how;
        this.handling = handling;
        this.verdicts = new Verdicts(station, ask.queue(), how);
        this.running = new Semaphore(how.concurrency(), true);
        this.threads = VirtualThreads.onJdk(ask.queue());
        this.settling = new Settling(station, ask.queue(), this::answered);
        this.claimer = VirtualThreads.onJdk("claims-" + ask.queue()).newThread(this::claimAll);
        this.changes = station.store().onChange(wake::signal);
    }

    static Consumption start(Station station, Ask ask, ConsumerOptions how, Handling handling) {
        var consumption = new Consumption(station, ask, how, handling);
        station.renewal().add(consumption);
        consumption.settling.start();
        consumption.claimer.start();
        return consumption;
    }

    @Override
    public String source() {
        return ask.queue();
    }

    private void claimAll() {
        int failures = 0;
        try {
            while (!closing) {
                try {
                    wake.await(claimOrLook());
                    failures = 0;
                } catch (RuntimeException | Error e) {
                    var pause = Wake.backOff(failures++, station.options().random());
                    failed("claim", e, pause);
                    wake.await(pause);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that claims", e);
        }
    }

    /// One step of the claimer; how long to wait until the next, unless something happens.
    private Duration claimOrLook() {
        int free = how.concurrency() + how.prefetch() - held.size();
        if (free < Math.max(1, how.prefetch() / 2)) {
            return IDLE;
        }
        var outlook = station.store().outlook(ask);
        return outlook.claimable() ? claim(free) : idle(outlook.next());
    }

    private Duration claim(int free) {
        long asked = station.nanos();
        var claimed = station.store().claim(ask.most(free));
        for (var claim : claimed.claims()) {
            var taken = new Held(claim, how.longest(), asked + safe(how.lease()));
            held.put(claim.lease(), taken);
            if (claim.delivery().deliveries() > 1) {
                station.tell(new MessagingEvent.Redelivered(
                        ask.queue(),
                        claim.delivery().id(),
                        claim.delivery().deliveries(),
                        claim.counts().crashes()));
            }
            begin(taken);
        }
        return claimed.claims().isEmpty() ? idle(claimed.next()) : Duration.ZERO;
    }

    private void begin(Held taken) {
        try {
            threads.newThread(() -> run(taken)).start();
        } catch (RuntimeException | Error e) {
            giveBack(taken);
            throw e;
        }
    }

    private static Duration idle(Optional<Duration> next) {
        return next.filter(due -> due.compareTo(IDLE) < 0).orElse(IDLE);
    }

    /// Up to where a lease is relied on: the store may have begun to count a little earlier than we.
    private static long safe(Duration lease) {
        return lease.toNanos() - lease.toNanos() / 10;
    }

    private void run(Held taken) {
        int permits = taken.claim.suspect() ? how.concurrency() : 1;
        running.acquireUninterruptibly(permits);
        try {
            if (closing || !taken.begin(station.nanos())) {
                giveBack(taken);
                return;
            }
            if (started(taken)) {
                taken.call.within(() -> handle(taken));
            }
        } finally {
            running.release(permits);
        }
    }

    private void giveBack(Held taken) {
        if (taken.endUnbegun()) {
            settling.add(new Settlement.Released(taken.claim.lease(), Duration.ZERO));
        }
    }

    /// Has the store note that a message is being handled that was handed out before. Without its answer the message is
    /// not touched: it waits again, uncounted, or belongs to another worker.
    private boolean started(Held taken) {
        var claim = taken.claim;
        int deliveries = claim.delivery().deliveries();
        if (deliveries < SUSPICIOUS_DELIVERIES) {
            return true;
        }
        try {
            if (station.store().start(claim.lease())) {
                return true;
            }
            if (taken.end()) {
                answered(claim.lease(), true);
            }
        } catch (RuntimeException | Error e) {
            var pause = Wake.backOff(deliveries, station.options().random());
            failed("start", e, pause);
            if (taken.end()) {
                settling.add(new Settlement.Released(claim.lease(), pause));
            }
        }
        return false;
    }

    /// Within the message's call, so that what is told of it is its publisher's.
    private void handle(Held taken) {
        var claim = taken.claim;
        try {
            handling.handle(claim.delivery());
        } catch (Throwable e) {
            var verdict = closing ? verdicts.whileClosing(taken, e) : verdicts.after(claim, e);
            if (taken.end()) {
                verdicts.tell(claim, verdict, e);
                ended(taken, verdict);
            }
            return;
        }
        if (taken.end()) {
            ended(taken, new Settlement.Done(claim.lease()));
        }
    }

    private void ended(Held taken, Settlement settlement) {
        settling.add(settlement);
        tellHandled(taken.claim.delivery(), settlement, taken.handledFor(station.nanos()));
    }

    private void tellHandled(Delivery delivery, Settlement settlement, long nanos) {
        var outcome = switch (settlement) {
            case Settlement.Done _ -> Outcome.DONE;
            case Settlement.Released _ -> Outcome.RELEASED;
            case Settlement.Failed _ -> Outcome.RETRY;
            case Settlement.Dead _ -> Outcome.DEAD;
        };
        var sincePublished = Duration.between(
                delivery.published(),
                Instant.ofEpochMilli(station.options().clock().millis()));
        station.tell(new MessagingEvent.Handled(
                ask.queue(), delivery.id(), outcome, Duration.ofNanos(nanos), sincePublished));
    }

    /// The store has heard what became of a message.
    private void answered(Lease lease, boolean stale) {
        var over = held.remove(lease);
        if (stale && over != null) {
            var lost = new MessagingEvent.LeaseLost(
                    ask.queue(), over.claim.delivery().id());
            over.call.within(() -> station.tell(lost));
        }
        wake.signal();
        settled.signal();
    }

    /// Called often by the thread of the leases.
    void keepLeases() {
        long now = station.nanos();
        for (var each : held.values()) {
            if (each.longerThan(how.longest(), now)) {
                stop(each);
            }
        }
        if (now - nextRenewalNanos >= 0 && !held.isEmpty()) {
            nextRenewalNanos = now + how.lease().toNanos() / 3;
            renew(now);
        }
        for (var each : held.values()) {
            if (each.expired(now)) {
                each.cancel("the lease of the message ran out");
                giveUp(each);
            }
        }
    }

    private void stop(Held taken) {
        var e = new HandlingTookTooLong(how.longest());
        if (taken.endByForce("the handler took longer than " + how.longest())) {
            var verdict = verdicts.tooLong(taken.claim, e);
            taken.call.within(() -> {
                verdicts.tell(taken.claim, verdict, e);
                ended(taken, verdict);
            });
        }
    }

    private void renew(long now) {
        var leases = new HashSet<>(held.keySet());
        try {
            var kept = station.store().extend(leases, how.lease());
            for (var each : held.values()) {
                if (kept.contains(each.claim.lease())) {
                    each.renewed(now + safe(how.lease()));
                } else if (leases.contains(each.claim.lease()) && !each.ended()) {
                    each.cancel("the message belongs to another worker now");
                }
            }
        } catch (RuntimeException | Error e) {
            nextRenewalNanos = now + how.lease().toNanos() / 10;
            failed("renew", e, how.lease().dividedBy(10));
        }
    }

    /// Tells that the store, or what stands between, failed.
    void failed(String what, Throwable cause, Duration retryIn) {
        station.tell(new MessagingEvent.StoreFailed(ask.queue(), what, cause, retryIn));
    }

    /// A message that waits here without a lease is another worker's.
    private void giveUp(Held taken) {
        if (taken.endUnbegun()) {
            answered(taken.claim.lease(), true);
        }
    }

    @Override
    public void close() {
        close(station.options().drain());
    }

    @Override
    public void close(Duration drain) {
        closing = true;
        changes.close();
        wake.signal();
        try {
            claimer.join();
            held.values().forEach(this::giveBack);
            awaitEmpty(drain);
            held.values().forEach(each -> each.interrupt("the consumer is closing"));
            awaitEmpty(AFTER_INTERRUPT);
            held.values().forEach(this::abandon);
            settling.close();
        } catch (InterruptedException e) {
            held.values().forEach(each -> each.interrupt("the consumer is closing"));
            Thread.currentThread().interrupt();
        } finally {
            station.renewal().remove(this);
        }
    }

    /// Gives back a message whose handler does not end: it will be handled twice.
    private void abandon(Held taken) {
        if (taken.end()) {
            settling.add(new Settlement.Released(taken.claim.lease(), Duration.ZERO));
        }
    }

    private void awaitEmpty(Duration longest) throws InterruptedException {
        long until = station.nanos() + longest.toNanos();
        for (long left = longest.toNanos(); !held.isEmpty() && left > 0; left = until - station.nanos()) {
            settled.await(Duration.ofNanos(Math.min(left, IDLE.toNanos())));
        }
    }

    /// The part of a subscription that knows the type.
    interface Handling {
        void handle(Delivery delivery) throws Exception;
    }

    /// What a consumer shares with the others of its program.
    record Station(MessageStore store, Messaging.Options options, Renewal renewal) {

        long nanos() {
            return System.nanoTime();
        }

        /// Tells an event; a listener that fails changes nothing.
        void tell(MessagingEvent event) {
            try {
                options.events().accept(event);
            } catch (RuntimeException | Error e) {
                System.getLogger(Messaging.class.getName())
                        .log(System.Logger.Level.WARNING, "a listener of messaging events failed", e);
            }
        }
    }

    private static final class HandlingTookTooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HandlingTookTooLong(Duration longest) {
            super("the handler took longer than " + longest);
        }
    }
}
