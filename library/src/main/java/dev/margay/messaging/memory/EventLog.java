package dev.margay.messaging.memory;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Logged;
import dev.margay.messaging.MessageStore.Page;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// The log of events. Used under the store's lock.
final class EventLog {

    private static final Duration EVENTS = Duration.ofDays(7);
    private static final Duration TOMBSTONES = Duration.ofDays(30);

    private final TreeMap<Long, Logged> events = new TreeMap<>();
    private long head;
    private long lost;

    Published append(String subject, Message event, Instant now) {
        for (var known : events.values()) {
            if (known.message().id().equals(event.id())) {
                boolean same = known.subject().equals(subject)
                        && known.message().payload().equals(event.payload());
                return same ? Published.DUPLICATE : Published.ID_TAKEN;
            }
        }
        events.put(++head, new Logged(head, subject, event, now));
        return Published.ACCEPTED;
    }

    long head() {
        return head;
    }

    /// Forgets what was appended after a position.
    void backTo(long position) {
        events.tailMap(position, false).clear();
        head = position;
    }

    List<Logged> after(long position) {
        return List.copyOf(events.tailMap(position, false).values());
    }

    Page read(String pattern, long after, int most) {
        boolean complete = after == 0 || (after >= lost && after <= head);
        if (!complete) {
            return new Page(List.of(), after, false, 0);
        }
        var some = after(after).stream().limit(most).toList();
        long until = some.isEmpty() ? after : some.getLast().position();
        var covered = some.stream()
                .filter(event -> Names.covers(pattern, event.subject()))
                .toList();
        return new Page(covered, until, true, head - until);
    }

    /// Forgets what is old, replaced or of no key, and seen by all groups.
    void tidy(long seenByAll, Instant now) {
        for (var event : List.copyOf(events.headMap(seenByAll, true).values())) {
            boolean old = event.published().isBefore(now.minus(EVENTS));
            boolean gone = event.message().key() == null
                    ? old
                    : event.message().tombstone() && event.published().isBefore(now.minus(TOMBSTONES));
            if (gone) {
                lost = Math.max(lost, event.position());
            }
            if (gone || (old && isReplaced(event))) {
                events.remove(event.position());
            }
        }
    }

    private boolean isReplaced(Logged event) {
        var key = event.message().key();
        return key != null
                && events.tailMap(event.position(), false).values().stream()
                        .anyMatch(newer -> key.equals(newer.message().key())
                                && Names.family(newer.subject()).equals(Names.family(event.subject())));
    }
}
