package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore.Lease;
import dev.margay.messaging.MessageStore.Settlement;
import dev.margay.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Begins, prolongs and ends leases, within one transaction. Rows are taken in the order of their numbers, so that
/// two who settle never wait for each other in a circle.
final class Ending {

    private final Tx tx;
    private final Instant now;

    Ending(Tx tx) {
        this.tx = tx;
        this.now = tx.now();
    }

    boolean start(Lease lease) {
        return tx.update(
                        "update mq_state set started = 1 where number = ? and state = 1 and token = ?",
                        lease.number(),
                        lease.token())
                == 1;
    }

    Set<Lease> extend(Set<Lease> leases, Duration time) {
        var ordered =
                leases.stream().sorted(Comparator.comparingLong(Lease::number)).toList();
        int[] changed = tx.batch(
                "update mq_state set due = ? where number = ? and state = 1 and token = ? and due > ?",
                ordered.stream()
                        .map(lease -> new @Nullable Object[] {now.plus(time), lease.number(), lease.token(), now})
                        .toList());
        var held = new HashSet<Lease>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                held.add(ordered.get(i));
            }
        }
        return held;
    }

    Set<Lease> settle(List<Settlement> settlements) {
        var ordered = settlements.stream()
                .sorted(Comparator.comparingLong(each -> each.lease().number()))
                .toList();
        var stale = new HashSet<Lease>();
        var done = new ArrayList<Lease>();
        for (var each : ordered) {
            boolean held = switch (each) {
                case Settlement.Done(var lease) -> done.add(lease);
                case Settlement.Released released -> release(released);
                case Settlement.Failed failed -> fail(failed);
                case Settlement.Dead dead -> bury(dead);
            };
            if (!held) {
                stale.add(each.lease());
            }
        }
        finish(done, stale);
        return stale;
    }

    private boolean release(Settlement.Released released) {
        return tx.update(
                        "update mq_state set state = 0, due = ? where number = ? and state = 1 and token = ?",
                        now.plus(released.delay()),
                        released.lease().number(),
                        released.lease().token())
                == 1;
    }

    private boolean fail(Settlement.Failed failed) {
        var lease = failed.lease();
        boolean held = tx.update("""
                        update mq_state set state = 0, due = ?, failures = failures + 1
                        where number = ? and state = 1 and token = ?""", now.plus(failed.delay()), lease.number(), lease.token()) == 1;
        if (held) {
            Letters.append(tx, lease.number(), failed.failure().at(now));
        }
        return held;
    }

    private boolean bury(Settlement.Dead dead) {
        var lease = dead.lease();
        boolean held = tx.update("""
                        update mq_state set state = 2, due = number, since = ?, reason = ?, failures = failures + 1
                        where number = ? and state = 1 and token = ?""", now, dead.reason(), lease.number(), lease.token()) == 1;
        if (held) {
            Letters.append(tx, lease.number(), dead.failure().at(now));
        }
        return held;
    }

    private void finish(List<Lease> done, Set<Lease> stale) {
        int[] deleted = tx.batch(
                "delete from mq_state where number = ? and state = 1 and token = ?",
                done.stream()
                        .map(lease -> new @Nullable Object[] {lease.number(), lease.token()})
                        .toList());
        var finished = new TreeMap<String, List<Lease>>();
        for (int i = 0; i < deleted.length; i++) {
            var lease = done.get(i);
            if (deleted[i] == 1) {
                finished.computeIfAbsent(lease.queue(), _ -> new ArrayList<>()).add(lease);
            } else {
                stale.add(lease);
            }
        }
        finished.forEach((queue, leases) -> remember(
                tx,
                queue,
                leases.stream()
                        .map(lease -> new @Nullable Object[] {lease.number()})
                        .toList()));
    }

    /// Keeps the ids of messages that are gone, and nothing else of them. Events are known by the log.
    static void remember(Tx tx, String queue, List<@Nullable Object[]> numbers) {
        if (queue.indexOf('@') < 0) {
            // One by one: the MariaDB driver cannot batch an insert from a query.
            numbers.forEach(number -> tx.update(
                    "insert into mq_done (queue, id, hash, at) select source, id, hash, ? from mq_body where number = ?",
                    tx.now(),
                    number[0]));
        }
        tx.batch("delete from mq_body where number = ?", numbers);
        tx.batch("delete from mq_error where number = ?", numbers);
    }
}
