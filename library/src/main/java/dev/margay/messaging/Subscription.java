package dev.margay.messaging;

import java.time.Duration;

/// A consumer at work. Safe for many threads.
public interface Subscription extends AutoCloseable {

    /// What is consumed: a queue, or `pattern@group`, or the name of a projection.
    String source();

    /// Ends as [#close(Duration)] does, with the time to drain the program was given.
    @Override
    void close();

    /// Takes no more messages, gives back those not begun, waits for those being handled, and interrupts what is left
    /// after this time; these are given back too, without counting as failures.
    void close(Duration drain);
}
