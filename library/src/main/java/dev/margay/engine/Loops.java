package dev.margay.engine;

import io.netty.channel.EventLoop;
import java.util.List;

/// The loops of one server. Immutable once listening has begun.
final class Loops {

    private volatile List<Loop> all = List.of();

    void are(List<Loop> loops) {
        all = List.copyOf(loops);
    }

    List<Loop> all() {
        return all;
    }

    Loop of(EventLoop netty) {
        for (var loop : all) {
            if (loop.netty().equals(netty)) {
                return loop;
            }
        }
        throw new IllegalStateException("a connection on an event loop that is none of the server's");
    }
}
