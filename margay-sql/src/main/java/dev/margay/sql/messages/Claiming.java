package dev.margay.sql.messages;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.DeadLetters.Counts;
import dev.margay.messaging.Delivery;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Claim;
import dev.margay.messaging.MessageStore.Claimed;
import dev.margay.messaging.MessageStore.Lease;
import dev.margay.sql.Dialect;
import dev.margay.sql.Row;
import dev.margay.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Leases the messages of one queue that are due, within one transaction.
///
/// On a server each row is locked while it is looked at, and rows that others look at are skipped; keys are compared in
/// what is committed, so a message never overtakes one of its key that somebody else is just taking.
final class Claiming {

    private static final String COLUMNS = """
            select s.number, s.token, s.state, s.failures, s.crashes, s.deliveries, s.redrives, s.dropped, s.expires,
                b.id, b.source, b.position, b.name, b.msg_key, b.version, b.headers, b.payload, b.tombstone, b.published
            from mq_state s join mq_body b on b.number = s.number
            """;
    private static final String DUE = "where s.queue = ? and s.state = 0 and s.due <= ? ";
    private static final String FIRST_OF_ITS_KEY = """
            and (s.msg_key is null or not exists
                (select 1 from mq_state e
                where e.queue = s.queue and e.msg_key = s.msg_key and e.number < s.number and e.state < 2))
            """;
    private static final String OLDEST = "order by s.due, s.number limit ?";
    private static final String LOCKED = " for update skip locked";

    private static final String FREE_ON_FILE = COLUMNS + DUE + OLDEST;
    private static final String KEPT_ON_FILE = COLUMNS + DUE + FIRST_OF_ITS_KEY + OLDEST;
    private static final String FREE_ON_SERVER = FREE_ON_FILE + LOCKED;
    private static final String KEPT_ON_SERVER = KEPT_ON_FILE + LOCKED;

    private static final int SUSPECT = 2;
    private static final int EXPIRED_AT_ONCE = 100;

    private final Tx tx;
    private final Ask ask;
    private final Instant now;

    Claiming(Tx tx, Ask ask) {
        this.tx = tx;
        this.ask = ask;
        this.now = tx.now();
    }

    Claimed claim() {
        if (Looking.paused(tx, ask.queue())) {
            return new Claimed(List.of(), Optional.empty());
        }
        new Expiry(tx, now).endLeases(ask.queue());
        var claims = new ArrayList<>(claim(ask.most()));
        var source = ask.source();
        boolean fed = source != null && claims.size() < ask.most() && new Feeding(tx, now).feed(source);
        if (fed && !isolated(claims)) {
            claims.addAll(claim(ask.most() - claims.size()));
        }
        return new Claimed(
                claims, fed && claims.isEmpty() ? Optional.of(Duration.ZERO) : new Looking(tx, ask).next(now));
    }

    private static boolean isolated(List<Claim> claims) {
        return claims.stream().anyMatch(Claim::suspect);
    }

    private List<Claim> claim(int most) {
        var usable = usable(most);
        // A message that was there when workers died is handed out alone.
        var taken = !usable.isEmpty() && usable.getFirst().counts().crashes() >= SUSPECT
                ? usable.subList(0, 1)
                : usable.stream()
                        .filter(each -> each.counts().crashes() < SUSPECT)
                        .toList();
        tx.batch(
                """
                update mq_state set state = 1, due = ?, token = token + 1, worker = ?, started = 0,
                    deliveries = deliveries + 1
                where number = ?""",
                taken.stream()
                        .map(each -> new @Nullable Object[] {now.plus(ask.lease()), ask.worker(), each.number()})
                        .toList());
        return taken.stream().map(this::claim).toList();
    }

    /// Those that are due and not expired; what has expired is a dead letter, and makes place for those behind it.
    private List<Candidate> usable(int most) {
        int expired = 0;
        while (expired < EXPIRED_AT_ONCE) {
            var found = candidates(most);
            var usable = found.stream().filter(each -> !each.expiredBy(now)).toList();
            found.stream()
                    .filter(each -> each.expiredBy(now))
                    .forEach(each -> new Expiry(tx, now).expire(each.number()));
            expired += found.size() - usable.size();
            if (!usable.isEmpty() || found.isEmpty()) {
                return usable;
            }
        }
        return List.of();
    }

    private List<Candidate> candidates(int most) {
        boolean kept = ask.keyOrder() == KeyOrder.KEPT;
        return tx.query(
                tx.dialect() == Dialect.SQLITE
                        ? (kept ? KEPT_ON_FILE : FREE_ON_FILE)
                        : (kept ? KEPT_ON_SERVER : FREE_ON_SERVER),
                this::candidate,
                ask.queue(),
                now,
                most);
    }

    private Candidate candidate(Row row) {
        var counts = new Counts(
                row.intValue("failures"),
                row.intValue("crashes"),
                row.intValue("deliveries"),
                row.intValue("redrives"),
                row.intValue("dropped"));
        var delivery = new Delivery(
                row.text("source"),
                Columns.message(row),
                row.instant("published"),
                row.longValue("position"),
                counts.failures() + 1,
                counts.deliveries() + 1,
                List.of());
        return new Candidate(
                new Lease(ask.queue(), row.longValue("number"), row.longValue("token") + 1),
                delivery,
                counts,
                row.optionalInstant("expires").orElse(null));
    }

    private Claim claim(Candidate taken) {
        boolean clean = taken.counts().failures()
                        + taken.counts().crashes()
                        + taken.counts().redrives()
                == 0;
        var failures = clean ? List.<Failure>of() : Letters.failures(tx, taken.number());
        var plain = taken.delivery();
        var delivery = new Delivery(
                plain.source(),
                plain.message(),
                plain.published(),
                plain.position(),
                plain.attempt(),
                plain.deliveries(),
                failures);
        return new Claim(taken.lease(), delivery, taken.counts());
    }

    private record Candidate(
            Lease lease,
            Delivery delivery,
            Counts counts,
            @Nullable Instant expires) {

        long number() {
            return lease.number();
        }

        boolean expiredBy(Instant now) {
            return expires != null && !expires.isAfter(now);
        }
    }
}
