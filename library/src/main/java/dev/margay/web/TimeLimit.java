package dev.margay.web;

import dev.margay.context.Call;
import dev.margay.context.Cancellation;
import dev.margay.context.DeadlineExceededException;
import dev.margay.context.VirtualThreads;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.Problems;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers 503 in the place of a handler that takes too long. Immutable.
///
/// The handler runs on a virtual thread of its own, in a [Call] with the nearer deadline, which is
/// cancelled when the time is over: its waits, client calls and reads of the body end then. A handler
/// that heeds neither goes on unobserved until it ends, and its answer is dropped. The limit is for
/// making the answer; a body that is streamed may take longer to be sent.
public final class TimeLimit implements Middleware {

    private static final System.Logger LOG = System.getLogger(TimeLimit.class.getName());
    private static final ThreadFactory THREADS = VirtualThreads.onJdk("time-limit");

    private final Duration limit;
    private final String message;

    private TimeLimit(Duration limit, String message) {
        this.limit = limit;
        this.message = message;
    }

    /// With a message that says no more than that it took too long.
    public static TimeLimit of(Duration limit) {
        return of(limit, "The answer took too long.");
    }

    /// With a message for the caller.
    public static TimeLimit of(Duration limit, String message) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("time limit: %s (expected: > 0)".formatted(limit));
        }
        return new TimeLimit(limit, message);
    }

    @Override
    public Handler around(Handler next) {
        return request -> answer(next, request);
    }

    private Response answer(Handler next, Request request) throws Exception {
        var caller = Call.currentOrNew();
        var deadline = caller.deadline().within(limit);
        var call = new Call(caller.id(), caller.trace(), deadline, caller.principal(), new Cancellation());
        var attempt = new Attempt(call, () -> next.handle(request));
        try (var _ = caller.cancellation().onCancel(() -> attempt.end("the caller was cancelled"))) {
            THREADS.newThread(attempt.task).start();
            return caller.cancellation().interruptible(attempt::await);
        } catch (DeadlineExceededException e) {
            if (caller.deadline().expired() || !deadline.expired()) {
                throw e;
            }
            throw Problem.of(503, "TimeLimitExceeded", message).exception(e);
        } finally {
            attempt.end("the time limit of %s is over".formatted(limit));
        }
    }

    /// One run of the handler, whose answer goes to whoever waits, or to nobody.
    private static final class Attempt {

        private final Call call;
        private final FutureTask<Response> task;
        private final AtomicBoolean settled = new AtomicBoolean();

        Attempt(Call call, Callable<Response> handler) {
            this.call = call;
            this.task = new FutureTask<>(() -> run(handler));
        }

        private Response run(Callable<Response> handler) throws Exception {
            Response made;
            try {
                made = call.run(handler);
            } catch (Exception e) {
                if (!settled.compareAndSet(false, true) && !Problems.followsFromLeaving(e)) {
                    LOG.log(System.Logger.Level.WARNING, "a handler failed after its time was over", e);
                }
                throw e;
            }
            if (!settled.compareAndSet(false, true)) {
                made.body().discard();
                throw new IOException("nobody waits for the answer any more");
            }
            return made;
        }

        Response await() throws Exception {
            try {
                return task.get(call.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (settled.compareAndSet(false, true)) {
                    throw new DeadlineExceededException("the handler took too long", e);
                }
                return taken();
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }

        /// The answer that came at the last moment.
        private Response taken() throws Exception {
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }

        private static Exception failure(ExecutionException e) {
            return switch (e.getCause()) {
                case Error error -> throw error;
                case Exception exception -> exception;
                case null, default -> e;
            };
        }

        /// Nobody waits any more; changes nothing for a handler that has answered.
        void end(String why) {
            if (!task.isDone()) {
                settled.set(true);
                call.cancellation().cancel(why);
            }
        }
    }
}
