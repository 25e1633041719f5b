package dev.margay.sql.messages;

import dev.margay.context.Cancellation.Registration;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.MessageStore;
import dev.margay.sql.Sql;
import dev.margay.sql.Tx;
import dev.margay.sql.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Queues and topics in a SQL database: the broker's, or that of the only service that uses them.
///
/// Every call is one transaction, or one read. What is answered is as safe as the database makes its commits.
public final class SqlMessageStore implements MessageStore {

    private final Sql sql;
    private final Limits limits;

    private SqlMessageStore(Sql sql, Limits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    /// Makes the tables if they are missing. The database stays the caller's to close.
    public static SqlMessageStore open(Sql sql) {
        return open(sql, Limits.MESSAGES);
    }

    /// As [#open(Sql)], with another limit than a million messages a queue.
    public static SqlMessageStore open(Sql sql, long most) {
        sql.migrate("messages", "db/broker");
        return new SqlMessageStore(sql, new Limits(most, System::nanoTime));
    }

    @Override
    public List<Published> publish(List<Outgoing> messages) {
        return sql.write(tx -> new Publishing(tx, limits).publish(messages));
    }

    @Override
    public List<Published> publishTogether(List<Outgoing> messages) {
        try {
            return sql.write(tx -> new Publishing(tx, limits).publishTogether(messages));
        } catch (Publishing.Undone e) {
            return e.outcomes();
        }
    }

    @Override
    public Claimed claim(Ask ask) {
        return sql.write(tx -> new Claiming(tx, ask).claim());
    }

    @Override
    public Outlook outlook(Ask ask) {
        return sql.read(view -> new Looking(view, ask).outlook());
    }

    @Override
    public boolean start(Lease lease) {
        return sql.write(tx -> new Ending(tx).start(lease));
    }

    @Override
    public Set<Lease> extend(Set<Lease> leases, Duration time) {
        return sql.write(tx -> new Ending(tx).extend(leases, time));
    }

    @Override
    public Set<Lease> settle(List<Settlement> settlements) {
        return sql.write(tx -> new Ending(tx).settle(settlements));
    }

    @Override
    public void join(Source source) {
        boolean known = sql.read(view -> Looking.position(view, source).isPresent());
        if (!known) {
            sql.write(tx -> {
                new Feeding(tx, tx.now()).join(source);
                return "";
            });
        }
    }

    @Override
    public void forget(Source source) {
        sql.write(tx -> {
            new Feeding(tx, tx.now()).forget(source);
            return "";
        });
    }

    @Override
    public void bury(String queue, Logged event, Failure failure) {
        sql.write(tx -> {
            Letters.bury(tx, queue, event, failure);
            return "";
        });
    }

    @Override
    public Page read(String pattern, long after, int most) {
        return sql.read(view -> Log.read(view, pattern, after, most));
    }

    @Override
    public List<Letter> deadLetters(String queue, long after, int most) {
        return sql.read(view -> Letters.list(view, queue, after, most));
    }

    @Override
    public Optional<Letter> deadLetter(String queue, String id) {
        return sql.read(view -> Letters.get(view, queue, id));
    }

    @Override
    public int redrive(String queue, List<String> ids) {
        return sql.write(tx -> Letters.redrive(tx, queue, ids));
    }

    @Override
    public int discard(String queue, List<String> ids, String by) {
        return sql.write(tx -> Letters.discard(tx, queue, ids, by));
    }

    @Override
    public void pause(String queue, boolean paused) {
        sql.write(tx -> pause(tx, queue, paused));
    }

    private static int pause(Tx tx, String queue, boolean paused) {
        tx.update("delete from mq_queue where name = ?", queue);
        return tx.update("insert into mq_queue (name, paused) values (?, ?)", queue, paused);
    }

    @Override
    public Depth depth(String queue) {
        return sql.read(view -> Depths.of(view, queue));
    }

    @Override
    public Map<String, Depth> depths() {
        return sql.read(SqlMessageStore::depths);
    }

    private static Map<String, Depth> depths(View view) {
        var depths = new TreeMap<String, Depth>();
        for (var queue = next(view, ""); queue.isPresent(); queue = next(view, queue.get())) {
            depths.put(queue.get(), Depths.of(view, queue.get()));
        }
        return depths;
    }

    /// The next queue by name, without a look at all messages of the one before.
    private static Optional<String> next(View view, String after) {
        return view.first(
                        "select min(queue) as queue from mq_state where queue > ?",
                        row -> row.optionalText("queue"),
                        after)
                .orElseThrow();
    }

    @Override
    public void tidy() {
        Tidying.tidy(sql);
    }

    @Override
    public Registration onChange(Runnable listener) {
        return sql.onChange(listener);
    }

    @Override
    public Durability durability() {
        return switch (sql.durability()) {
            case POWER_LOSS -> Durability.POWER_LOSS;
            case PROCESS_DEATH -> Durability.PROCESS_DEATH;
        };
    }

    @Override
    public void close() {
        // The database is its owner's to close; nothing else is held here.
    }
}
