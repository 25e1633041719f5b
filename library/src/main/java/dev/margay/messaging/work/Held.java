package dev.margay.messaging.work;

import dev.margay.context.Call;
import dev.margay.context.Deadline;
import dev.margay.messaging.MessageStore.Claim;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A message this worker has leased, from the claim until the store has heard what became of it.
final class Held {

    final Claim claim;
    final Call call;
    private long expiresNanos;
    private long begunNanos;
    private State state = State.WAITING;
    private @Nullable Thread thread;
    private boolean interrupted;

    private enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    Held(Claim claim, Duration longest, long expiresNanos) {
        this.claim = claim;
        this.call = Travel.call(claim.delivery().message(), Deadline.after(longest));
        this.expiresNanos = expiresNanos;
    }

    /// Begins the handling, unless it is over already or the lease has too little left.
    synchronized boolean begin(long now) {
        if (state != State.WAITING || expiresNanos - now < 0) {
            return false;
        }
        state = State.RUNNING;
        begunNanos = now;
        thread = Thread.currentThread();
        return true;
    }

    /// Ends it, once: true for the first who says so, who then tells the store.
    synchronized boolean end() {
        boolean first = state != State.ENDED;
        state = State.ENDED;
        thread = null;
        return first;
    }

    /// As [#end()], and stops the handler if this is the first.
    boolean endByForce(String why) {
        synchronized (this) {
            var handler = thread;
            if (!end()) {
                return false;
            }
            if (handler != null) {
                handler.interrupt();
            }
        }
        cancel(why);
        return true;
    }

    /// As [#end()], if the handling has not begun.
    synchronized boolean endUnbegun() {
        return state == State.WAITING && end();
    }

    synchronized boolean ended() {
        return state == State.ENDED;
    }

    synchronized boolean longerThan(Duration longest, long now) {
        return state == State.RUNNING && handledFor(now) > longest.toNanos();
    }

    /// Nanoseconds since the handling began.
    synchronized long handledFor(long now) {
        return now - begunNanos;
    }

    /// The lease was prolonged to this time.
    synchronized void renewed(long nanos) {
        expiresNanos = nanos;
    }

    synchronized boolean expired(long now) {
        return expiresNanos - now < 0;
    }

    /// Tells the handler that its work is not wanted any more.
    void cancel(String why) {
        call.cancellation().cancel(why);
    }

    /// As [#cancel(String)], and wakes it from whatever it waits for.
    void interrupt(String why) {
        cancel(why);
        synchronized (this) {
            if (thread != null) {
                interrupted = true;
                thread.interrupt();
            }
        }
    }

    /// Whether its handler was woken by [#interrupt(String)].
    synchronized boolean interrupted() {
        return interrupted;
    }
}
