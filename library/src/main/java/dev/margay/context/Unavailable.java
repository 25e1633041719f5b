package dev.margay.context;

import java.time.Duration;

/// An exception that says: not now, nothing was changed, try again later.
///
/// Whatever cannot know the protocols (a database, a broker) throws one; whoever answers a caller renders it.
public interface Unavailable {

    /// How long to wait before trying again.
    Duration retryAfter();
}
