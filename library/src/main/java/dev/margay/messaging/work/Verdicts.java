package dev.margay.messaging.work;

import dev.margay.context.CancelledException;
import dev.margay.context.Causes;
import dev.margay.json.JsonException;
import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.MessageHandler.PoisonException;
import dev.margay.messaging.MessageHandler.RetryLaterException;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.MessageStore.Settlement;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.work.Consumption.Station;
import java.time.Duration;

/// Says what follows a failure of a consumer's handler, and tells it.
final class Verdicts {

    private final Station station;
    private final String queue;
    private final ConsumerOptions how;

    Verdicts(Station station, String queue, ConsumerOptions how) {
        this.station = station;
        this.queue = queue;
        this.how = how;
    }

    /// Errors are failures too, since a message that breaks its handler breaks it again elsewhere.
    Settlement after(Claim claim, Throwable e) {
        return switch (e) {
            case RetryLaterException later -> new Settlement.Released(claim.lease(), later.delay());
            case JsonException _ -> dead(claim, History.UNREADABLE, e, "poison");
            case PoisonException _ -> dead(claim, History.REFUSED, e, "poison");
            default -> failed(claim, History.FAILED, e);
        };
    }

    /// As [#after(Claim, Throwable)] while the consumer closes: what was interrupted has not failed, nor what its
    /// handler made of the interrupt.
    Settlement whileClosing(Held taken, Throwable e) {
        return isInterrupt(e) || (taken.interrupted() && Causes.any(e, Verdicts::isInterrupt))
                ? new Settlement.Released(taken.claim.lease(), Duration.ZERO)
                : after(taken.claim, e);
    }

    private static boolean isInterrupt(Throwable e) {
        return e instanceof InterruptedException || e instanceof CancelledException;
    }

    Settlement tooLong(Claim claim, Throwable e) {
        return failed(claim, History.TOO_LONG, e);
    }

    private Settlement failed(Claim claim, int status, Throwable e) {
        int failures = claim.counts().failures() + 1;
        if (failures >= how.retries().attempts()) {
            return dead(claim, status, e, "exhausted");
        }
        var delay = how.retries().wait(failures, station.options().random());
        var entry = History.entry(
                status, e, claim.delivery().attempt(), station.options().worker());
        return new Settlement.Failed(claim.lease(), entry, delay);
    }

    private Settlement dead(Claim claim, int status, Throwable e, String reason) {
        var entry = History.entry(
                status, e, claim.delivery().attempt(), station.options().worker());
        return new Settlement.Dead(claim.lease(), entry, reason);
    }

    /// Tells what became of a message that failed so; for the one who ended it only.
    void tell(Claim claim, Settlement settlement, Throwable cause) {
        var delivery = claim.delivery();
        switch (settlement) {
            case Settlement.Done _, Settlement.Released _ -> {}
            case Settlement.Failed failed ->
                station.tell(new MessagingEvent.HandlerFailed(queue, delivery, cause, failed.delay()));
            case Settlement.Dead dead ->
                station.tell(new MessagingEvent.DeadLettered(queue, delivery.id(), dead.reason(), cause));
        }
    }
}
