package dev.margay.test.messaging;

import dev.margay.messaging.MessageStore;
import java.time.Duration;

/// A store under test.
public interface StoreFixture extends AutoCloseable {

    /// The store; the same one each time.
    MessageStore store();

    /// The same messages, seen by another process or by what comes nearest to it.
    MessageStore another();

    /// A store that keeps no more than so many messages in a queue; what it holds need not be seen by the others.
    MessageStore bounded(long most);

    /// Lets time pass on the store's clock: really, or by turning it.
    void pass(Duration time);

    /// Makes everything in the log as much older, whether or not the clock can be turned.
    void age(Duration time);

    @Override
    void close();
}
