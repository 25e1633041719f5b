package dev.margay.sql.messages;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.Names;
import dev.margay.sql.Dialect;
import dev.margay.sql.Tx;
import dev.margay.sql.UniqueViolationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds messages to queues and events to the log, within one transaction.
final class Publishing {

    private static final String HEAD = "select position from mq_head where only_row = 1";
    private static final String LOCKED_HEAD = "select position from mq_head where only_row = 1 for update";

    private final Tx tx;
    private final Limits limits;
    private final Instant now;
    private final Set<String> full = new HashSet<>();
    private long position = -1;

    Publishing(Tx tx, Limits limits) {
        this.tx = tx;
        this.limits = limits;
        this.now = tx.now();
    }

    List<Published> publish(List<Outgoing> messages) {
        var outcomes = new ArrayList<Published>(messages.size());
        for (var message : messages) {
            outcomes.add(
                    switch (message.kind()) {
                        case QUEUE -> toQueue(message.destination(), message.message());
                        case TOPIC -> toLog(message.destination(), message.message());
                    });
        }
        if (position >= 0) {
            tx.update("update mq_head set position = ? where only_row = 1", position);
        }
        return outcomes;
    }

    /// All or none: a refusal undoes the transaction.
    List<Published> publishTogether(List<Outgoing> messages) throws Undone {
        var outcomes = publish(messages);
        if (outcomes.stream().anyMatch(Published::refused)) {
            throw new Undone(outcomes);
        }
        return outcomes;
    }

    private Published toQueue(String queue, Message message) {
        var hash = Columns.hash(message);
        var known = knownHash(queue, message.id());
        if (known != null) {
            return known.equals(hash) ? Published.DUPLICATE : Published.ID_TAKEN;
        }
        if (full.contains(queue) || !limits.admits(tx, queue)) {
            full.add(queue); // for what follows here too, or it would overtake this one
            return Published.FULL;
        }
        return insert(queue, message, hash);
    }

    private Published insert(String queue, Message message, String hash) {
        long number;
        try {
            number = insertState(queue, message);
        } catch (UniqueViolationException _) {
            return Published.DUPLICATE; // published by two at once: the other was first
        }
        // Whoever was being done while we looked is done now: the row above waited for it.
        if (tx.dialect() != Dialect.SQLITE && doneHash(queue, message.id()) != null) {
            tx.update("delete from mq_state where number = ?", number);
            return Published.DUPLICATE;
        }
        insertBody(number, queue, message, hash);
        return Published.ACCEPTED;
    }

    private long insertState(String queue, Message message) {
        return tx.first(
                        """
                        insert into mq_state (queue, id, state, due, expires, msg_key)
                        values (?, ?, 0, ?, ?, ?) returning number""",
                        row -> row.longValue("number"),
                        queue,
                        message.id(),
                        now.plus(message.timing().delay()),
                        expiry(message.timing().lifetime()),
                        message.key())
                .orElseThrow();
    }

    private void insertBody(long number, String queue, Message message, String hash) {
        tx.update(
                """
                insert into mq_body (number, id, source, name, msg_key, version, headers, payload, tombstone,
                    published, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                number,
                message.id(),
                queue,
                message.name(),
                message.key(),
                message.version(),
                Columns.headers(message),
                message.payload(),
                message.tombstone(),
                now,
                hash);
    }

    private @Nullable Instant expiry(@Nullable Duration lifetime) {
        return lifetime == null ? null : now.plus(lifetime);
    }

    private @Nullable String knownHash(String queue, String id) {
        var done = doneHash(queue, id);
        return done != null
                ? done
                : tx.first("""
                                select b.hash from mq_state s join mq_body b on b.number = s.number
                                where s.queue = ? and s.id = ?""", row -> row.text("hash"), queue, id).orElse(null);
    }

    private @Nullable String doneHash(String queue, String id) {
        return tx.first("select hash from mq_done where queue = ? and id = ?", row -> row.text("hash"), queue, id)
                .orElse(null);
    }

    private Published toLog(String subject, Message event) {
        var hash = Columns.hash(event);
        lockHead();
        var known = tx.first(
                "select subject, hash from mq_log where id = ?",
                row -> row.text("subject").equals(subject) && row.text("hash").equals(hash),
                event.id());
        if (known.isPresent()) {
            return known.get() ? Published.DUPLICATE : Published.ID_TAKEN;
        }
        tx.update(
                """
                insert into mq_log (position, id, subject, family, name, msg_key, version, headers, payload, tombstone,
                    published, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                ++position,
                event.id(),
                subject,
                Names.family(subject),
                event.name(),
                event.key(),
                event.version(),
                Columns.headers(event),
                event.payload(),
                event.tombstone(),
                now,
                hash);
        return Published.ACCEPTED;
    }

    /// From here to the commit nobody else appends: positions are handed out in the order of commits, so a reader who
    /// has passed a position has missed nothing before it.
    private void lockHead() {
        if (position < 0) {
            position = tx.first(tx.dialect() == Dialect.SQLITE ? HEAD : LOCKED_HEAD, row -> row.longValue("position"))
                    .orElseThrow();
        }
    }

    /// Undoes a transaction in which a message was refused.
    static final class Undone extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient List<Published> outcomes;

        Undone(List<Published> outcomes) {
            super("a message was refused", null, false, false);
            this.outcomes = List.copyOf(outcomes);
        }

        List<Published> outcomes() {
            return outcomes;
        }
    }
}
