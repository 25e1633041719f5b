package dev.margay.messaging;

import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.test.ManualClock;
import dev.margay.test.messaging.StoreFixture;
import java.time.Duration;

/// A store in memory; there is no other process that could see it.
record InMemoryFixture(ManualClock clock, MessageStore store) implements StoreFixture {

    static InMemoryFixture empty() {
        var clock = ManualClock.standing();
        return new InMemoryFixture(clock, new InMemoryMessageStore(clock));
    }

    @Override
    public MessageStore another() {
        return store;
    }

    @Override
    public MessageStore bounded(long most) {
        return new InMemoryMessageStore(clock, most);
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public void age(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        store.close();
    }
}
