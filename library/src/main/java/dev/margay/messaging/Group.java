package dev.margay.messaging;

/// The members that share the events of a subscription: each event goes to one of them. Immutable.
///
/// @param name 1 to 64 of `a-z 0-9 _ -`
/// @param start what a group that is new gets first; everything there is, by default
/// @param options how each member works; the order of each key is kept, by default
public record Group(String name, Start start, ConsumerOptions options) {

    public Group {
        Names.checkGroup(name);
    }

    /// A group that begins with the oldest event there is.
    public static Group of(String name) {
        return new Group(name, Start.OLDEST, ConsumerOptions.usual().keyOrder(ConsumerOptions.KeyOrder.KEPT));
    }

    /// The same group, beginning with what is published after its first subscription.
    public Group fromNow() {
        return new Group(name, Start.NOW, options);
    }

    public Group options(ConsumerOptions what) {
        return new Group(name, start, what);
    }

    /// What a new group gets first; a group that is known goes on where it was.
    public enum Start {
        /// All events kept: 7 days, and of each key the newest for ever.
        OLDEST,
        /// Events published from now on.
        NOW
    }
}
