package dev.margay.sql.messages;

import dev.margay.messaging.Delivery.Failure;
import dev.margay.sql.Dialect;
import dev.margay.sql.Tx;
import java.time.Instant;

/// Ends what has run out: leases of workers that are gone, and messages nobody wants any more.
final class Expiry {

    private static final int WORKER_DIED = 520;
    private static final int EXPIRED = 410;
    private static final int MOST_CRASHES = 3;
    private static final int AT_ONCE = 100;
    private static final String OVER = """
            select number, started, crashes, failures, worker from mq_state
            where queue = ? and state = 1 and due <= ? order by due, number limit ?""";
    private static final String OVER_LOCKED = OVER + " for update skip locked";

    private final Tx tx;
    private final Instant now;

    Expiry(Tx tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    void endLeases(String queue) {
        var over = tx.query(
                tx.dialect() == Dialect.SQLITE ? OVER : OVER_LOCKED,
                row -> new Over(
                        row.longValue("number"),
                        row.bool("started"),
                        row.intValue("crashes"),
                        row.intValue("failures"),
                        row.optionalText("worker").orElse("")),
                queue,
                now,
                AT_ONCE);
        over.forEach(this::endLease);
    }

    private void endLease(Over lease) {
        if (!lease.started()) {
            tx.update("update mq_state set state = 0, due = ? where number = ?", now, lease.number());
            return;
        }
        int crashes = lease.crashes() + 1;
        var text = "the worker died, or stopped for longer than its lease";
        Letters.append(tx, lease.number(), failure(WORKER_DIED, text, lease.failures() + 1, lease.worker()));
        if (crashes >= MOST_CRASHES) {
            tx.update("update mq_state set crashes = ? where number = ?", crashes, lease.number());
            Letters.bury(tx, lease.number(), "crash-loop");
        } else {
            tx.update(
                    "update mq_state set state = 0, due = ?, crashes = ? where number = ?",
                    now.plusSeconds(1L << crashes),
                    crashes,
                    lease.number());
        }
    }

    /// A message waited longer than it was good for.
    void expire(long number) {
        Letters.append(tx, number, failure(EXPIRED, "the message expired before it was handled", 1, ""));
        Letters.bury(tx, number, "expired");
    }

    private Failure failure(int status, String text, int attempt, String worker) {
        return new Failure(status, text, "", now, attempt, worker, "", text.substring(0, 8));
    }

    private record Over(long number, boolean started, int crashes, int failures, String worker) {}
}
