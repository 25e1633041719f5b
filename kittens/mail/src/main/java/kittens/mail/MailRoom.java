package kittens.mail;

import dev.margay.sql.Sql;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends each letter once, and remembers that. Safe for many threads.
final class MailRoom {

    private static final Logger LOG = LoggerFactory.getLogger(MailRoom.class);
    private static final Duration REMEMBERED = Duration.ofDays(60);
    private static final int AT_ONCE = 1_000;

    private final Sql database;
    private final Post post;
    private final AtomicInteger sent = new AtomicInteger();

    MailRoom(Sql database, Post post) {
        this.database = database;
        this.post = post;
    }

    /// Gives the letter away, unless that has been done.
    void send(Letter letter) throws Exception {
        if (isSent(letter.id())) {
            return;
        }
        post.send(letter);
        database.write(tx -> tx.update("insert into sent (message_id, sent_at) values (?, ?)", letter.id(), tx.now()));
        LOG.info("sent {}", letter.id());
        if (sent.incrementAndGet() % AT_ONCE == 0) {
            database.write(tx ->
                    tx.update("delete from sent where sent_at < ?", tx.now().minus(REMEMBERED)));
        }
    }

    private boolean isSent(String id) {
        return database.read(view -> view.first(
                        "select message_id from sent where message_id = ?", row -> row.text("message_id"), id))
                .isPresent();
    }
}
