package dev.margay.engine;

import dev.margay.context.Call;
import java.time.Duration;

/// What the engine noticed, for those who count and log. Told on a thread that is neither a loop nor a handler's.
public sealed interface EngineEvent {

    /// The JDK does not open what handlers on event loops need; they run on the JDK's scheduler instead.
    record FellBack(String reason) implements EngineEvent {}

    /// A request was answered 503 because too many are in progress.
    record RequestRefused(int inProgress) implements EngineEvent {}

    /// A connection was closed at once because too many are open.
    record ConnectionRefused(int open) implements EngineEvent {}

    /// A request that is no HTTP, or more than the limits allow, was answered with the status and its connection
    /// closed.
    record MalformedRequest(String remote, int status, String reason) implements EngineEvent {}

    /// A peer took too long; its connection was closed.
    record TooSlow(String remote, Waiting waiting) implements EngineEvent {

        /// What for.
        public enum Waiting {
            HEADERS,
            BODY,
            READING
        }
    }

    /// The peer gave up a request before it was answered.
    record Abandoned(String route) implements EngineEvent {}

    /// A handler held its event loop: the route, and the innermost frame of its own code. Both are empty where a
    /// thread that a handler had started held it.
    record LoopHeld(String loop, String route, String frame, Duration held) implements EngineEvent {}

    /// Other threads ran what waited for a held loop.
    record Rescued(String loop, int threads) implements EngineEvent {}

    /// A handler's exception reached the engine: nothing around it turned it into an answer.
    record HandlerFailed(Call call, String route, Throwable failure) implements EngineEvent {}

    /// New connections get another certificate, whose files had changed.
    record CertificateReplaced(String file) implements EngineEvent {}

    /// The files of the certificate have changed and are none: the old one stays in use.
    record CertificateRefused(String file, String reason) implements EngineEvent {}

    /// The server has stopped.
    ///
    /// @param took from the call to the end
    /// @param cancelled requests that were not done in time
    record Stopped(Duration took, int cancelled) implements EngineEvent {}

    /// So many events came faster than they were taken.
    record EventsDropped(long count) implements EngineEvent {}
}
