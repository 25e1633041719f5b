package dev.margay.messaging;

import dev.margay.context.Cancellation.Registration;
import dev.margay.messaging.Delivery.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where messages are kept: what a back end has to do. Programs use [Queue], [Topics] and [DeadLetters] instead.
///
/// Every call is one atomic step, and is answered when its effect is as durable as the store can make it. A message of
/// a queue *waits* until it is due, is *leased* to one worker at a time, and ends as *done* or as a *dead letter*. A
/// lease is a message and a token that rises with each lease, so a worker that lost its lease changes nothing any more.
/// A lease that ends by time counts as a crash if the message was started; after the third the message is a dead
/// letter. All times are those of the store's clock. Safe for many threads.
public interface MessageStore extends AutoCloseable {

    /// Accepts messages, in this order: all or, if it throws, none of them. One refusal does not stop the others.
    List<Published> publish(List<Outgoing> messages);

    /// As [#publish(List)], but if one is refused, none of them is kept.
    List<Published> publishTogether(List<Outgoing> messages);

    /// Leases the oldest messages that are due, after ending leases that have run out.
    Claimed claim(Ask ask);

    /// Whether [#claim(Ask)] may find something now, and when something is due next. Changes nothing.
    Outlook outlook(Ask ask);

    /// Notes that a message that was delivered before is being handled: its worker's death is then the message's crash.
    ///
    /// @return whether the lease is still held; if not, the message is another worker's
    boolean start(Lease lease);

    /// Prolongs leases, and returns those that are still held.
    Set<Lease> extend(Set<Lease> leases, Duration time);

    /// Ends leases, and returns those that were not held any more.
    Set<Lease> settle(List<Settlement> settlements);

    /// Makes a group known, unless it is.
    void join(Source source);

    /// Keeps an event as a dead letter of a queue, unless it is there already: for readers that have no leases.
    void bury(String queue, Logged event, Failure failure);

    /// Events after a position, in their order.
    Page read(String pattern, long after, int most);

    /// Ends a group: its position and its messages, except dead letters, are forgotten.
    void forget(Source source);

    /// Dead letters of a queue that follow a number.
    List<DeadLetters.Letter> deadLetters(String queue, long after, int most);

    Optional<DeadLetters.Letter> deadLetter(String queue, String id);

    /// Makes dead letters wait again, and returns how many there were.
    int redrive(String queue, List<String> ids);

    /// Makes dead letters done, and returns how many there were.
    int discard(String queue, List<String> ids, String by);

    /// Stops or resumes handing out a queue's messages.
    void pause(String queue, boolean paused);

    Depth depth(String queue);

    /// All queues and groups that hold anything.
    Map<String, Depth> depths();

    /// Forgets what has been kept long enough; called now and then.
    void tidy();

    /// Wakes the listener whenever something may have changed, in any process. It must not block.
    Registration onChange(Runnable listener);

    Durability durability();

    @Override
    void close();

    /// What an accepted message survives.
    enum Durability {
        /// Nothing: it is gone with the process.
        NONE,
        /// The death of any process.
        PROCESS_DEATH,
        /// The loss of power.
        POWER_LOSS,
        /// The loss of a machine.
        NODE_LOSS
    }

    /// A message with its destination: a queue's name, or an event's subject.
    record Outgoing(Kind kind, String destination, Message message) {

        /// What a destination is.
        public enum Kind {
            QUEUE,
            TOPIC
        }
    }

    /// What became of a message that was published.
    enum Published {
        ACCEPTED,
        /// It had been accepted before.
        DUPLICATE,
        /// The queue is full; nothing was kept.
        FULL,
        /// Another message had this id; nothing was kept.
        ID_TAKEN;

        /// Whether the message is not in the store.
        public boolean refused() {
            return this == FULL || this == ID_TAKEN;
        }
    }

    /// A wish for messages.
    ///
    /// @param queue whose messages; for a group [Source#queue()]
    /// @param source where the queue gets events from, or null if it is a plain queue
    /// @param worker who asks
    /// @param most how many, at least 1
    /// @param lease for how long
    /// @param keyOrder whether messages wait for earlier ones of their key
    record Ask(
            String queue,
            @Nullable Source source,
            String worker,
            int most,
            Duration lease,
            ConsumerOptions.KeyOrder keyOrder) {

        /// The same wish for another number of messages.
        public Ask most(int other) {
            return new Ask(queue, source, worker, other, lease, keyOrder);
        }
    }

    /// A group's share of the log: the events a pattern covers, from where it started.
    record Source(String pattern, String group, Group.Start start) {

        /// The name of the queue that holds the group's events in progress.
        public String queue() {
            return Names.groupQueue(pattern, group);
        }
    }

    /// The right to handle a message, and the token that proves it.
    record Lease(String queue, long number, long token) {}

    /// Messages leased, and when something is due next if there were too few.
    record Claimed(List<Claim> claims, Optional<Duration> next) {
        public Claimed {
            claims = List.copyOf(claims);
        }
    }

    /// A leased message.
    ///
    /// @param delivery as its handler gets it
    /// @param counts of what happened to it before
    record Claim(Lease lease, Delivery delivery, DeadLetters.Counts counts) {

        /// Whether it was alone with workers that died, and should be handled alone.
        public boolean suspect() {
            return counts.crashes() >= 2;
        }
    }

    /// What a claim may find.
    record Outlook(boolean claimable, Optional<Duration> next) {}

    /// The end of a lease.
    sealed interface Settlement {

        Lease lease();

        /// It is done.
        record Done(Lease lease) implements Settlement {}

        /// It was not tried, and waits again.
        record Released(Lease lease, Duration delay) implements Settlement {}

        /// It failed, and waits for its next try.
        record Failed(Lease lease, Failure failure, Duration delay) implements Settlement {}

        /// It failed, and is a dead letter.
        record Dead(Lease lease, Failure failure, String reason) implements Settlement {}
    }

    /// A stretch of the log.
    ///
    /// @param events those the pattern covers
    /// @param position up to where the log was read; the position asked for at the end of the log
    /// @param complete false if events between the position asked for and this stretch may be gone for good, so
    ///     that a reader must begin again
    /// @param behind how many events follow
    record Page(List<Logged> events, long position, boolean complete, long behind) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /// An event in the log.
    record Logged(long position, String subject, Message message, Instant published) {}

    /// How much a queue holds.
    ///
    /// @param ready could be handled now
    /// @param scheduled wait for their time
    /// @param leased are being handled
    /// @param dead could not be handled
    /// @param oldest how long the oldest ready message has been ready; each failed try begins that anew
    /// @param age how long ago the first of those was published that are ready, scheduled or leased
    record Depth(long ready, long scheduled, long leased, long dead, Duration oldest, Duration age) {

        public static final Depth EMPTY = new Depth(0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    }
}
