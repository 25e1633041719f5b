package dev.margay.context;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What is known about the work in progress, wherever it runs. Immutable, but for the shared [Cancellation].
///
/// Bound to the only [ScopedValue] of the code base. Threads do not inherit it; [Parallel] and [Blocking] carry it.
///
/// @param id kept through all services and logs
/// @param trace this call's place in its trace
/// @param deadline when its caller stops waiting
/// @param principal who it is made for; null (empty in [#identity()]) until credentials were checked
/// @param cancellation the sign to stop
public record Call(
        CorrelationId id,
        TraceContext trace,
        Deadline deadline,
        @Nullable Principal principal,
        Cancellation cancellation) {

    private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

    /// A new call with a random id, a new trace, no deadline and no principal.
    public static Call begin() {
        return new Call(CorrelationId.random(), TraceContext.random(), Deadline.none(), null, new Cancellation());
    }

    /// The call in progress on this thread, or empty outside of one.
    public static Optional<Call> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// The call in progress on this thread, or a new one: for code that can run outside of any.
    public static Call currentOrNew() {
        return CURRENT.isBound() ? CURRENT.get() : begin();
    }

    /// Runs the work with this call as the current one.
    public <T> T run(Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    /// As [#run], for what has no result and fails with nothing checked: a log record of this call, say.
    public void within(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /// Who the call is made for, if credentials were checked.
    public Optional<Principal> identity() {
        return Optional.ofNullable(principal);
    }

    public Call with(Principal who) {
        return new Call(id, trace, deadline, who, cancellation);
    }

    public Call with(Deadline until) {
        return new Call(id, trace, until, principal, cancellation);
    }
}
