package examples;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.messaging.work.Messaging;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.sql.messages.SqlOutbox;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the packages of messages and SQL show in their descriptions, compiled and run.
final class MessagingSnippetsTest {

    @TempDir
    private Path folder;

    private final List<String> greeted = new CopyOnWriteArrayList<>();

    record Welcome(String name) {}

    @Test
    void messaging() {
        // @start region="messaging"
        var store = new InMemoryMessageStore(InstantSource.system());
        try (var messaging = Messaging.open(store, Messaging.Options.named("mailer"))) {
            var queue = messaging.queue("registration.welcome_email");
            queue.consume(Welcome.class, welcome -> greeted.add(welcome.name()));
            queue.publish(new Welcome("Nic"));
            eventually(() -> assertThat(greeted).containsExactly("Nic"));
        }
        // @end
    }

    @Test
    void sql() {
        // @start region="sql"
        try (var sql = Sql.open(SqlOptions.file(folder.resolve("shop.db")))) {
            sql.migrate("shop", "db/snippets");
            sql.write(tx -> tx.update("insert into kitten (name) values (?)", "Tom"));
            List<String> names = sql.read(view -> view.query("select name from kitten", row -> row.text("name")));
            assertThat(names).containsExactly("Tom");
        }
        // @end
    }

    @Test
    void sqlMessages() {
        // @start region="sql.messages"
        try (var broker = Sql.open(SqlOptions.sharedFile(folder.resolve("broker.db")));
                var own = Sql.open(SqlOptions.file(folder.resolve("auth.db")));
                var messaging = Messaging.open(
                        SqlMessageStore.open(broker), SqlOutbox.open(own), Messaging.Options.named("auth"))) {
            var queue = messaging.queue("registration.welcome_email");
            queue.consume(Welcome.class, welcome -> greeted.add(welcome.name()));
            own.write(tx -> queue.publish(tx, new Welcome("Nic")));
            eventually(() -> assertThat(greeted).containsExactly("Nic"));
        }
        // @end
    }
}
