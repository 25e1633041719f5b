package dev.margay.sql.messages;

import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.Tx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// A service that is killed. As `publisher` it publishes from transactions, as `consumer` it handles what comes inside
/// its inbox, as `relay` it only sends what its outbox holds. It ends when its input ends.
///
/// What it writes to `answered` it had been promised; the notes in its database are the effects.
final class CrashProgram {

    /// A message over which the consumer dies.
    static final String DEADLY = "deadly";

    static final int DEAD = 137;

    private CrashProgram() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var role = arguments[1];
        var file = folder.resolve(role.equals("consumer") ? "two.db" : "one.db");
        try (var service = Sql.open(SqlOptions.sharedFile(file));
                var broker = Sql.open(SqlOptions.sharedFile(folder.resolve("broker.db")));
                var messaging =
                        Messaging.open(SqlMessageStore.open(broker), SqlOutbox.open(service), Options.named(role))) {
            service.migrate("notes", "db/notes");
            switch (role) {
                case "publisher" -> publishAll(messaging, service, folder.resolve("answered"));
                case "consumer" -> consume(messaging, SqlInbox.open(service));
                default -> {}
            }
            while (System.in.read() >= 0) {
                System.out.println("waits for the end of its input");
            }
        }
    }

    private static void consume(Messaging messaging, SqlInbox inbox) {
        var options = ConsumerOptions.usual().lease(Duration.ofSeconds(1));
        messaging.queue("work").consume(String.class, options, inbox.once("work", (tx, text, _) -> {
            if (text.equals(DEADLY)) {
                Runtime.getRuntime().halt(DEAD);
            }
            note(tx, text);
        }));
        messaging
                .topics()
                .subscribe(
                        "fact.*",
                        Group.of("facts").options(options),
                        String.class,
                        inbox.once("facts", (tx, text, _) -> note(tx, text)));
    }

    private static void publishAll(Messaging messaging, Sql service, Path answered) throws IOException {
        for (int i = 0; ; i++) {
            var id = System.nanoTime() + "-" + i;
            publish(messaging, service, id);
            Files.writeString(answered, id + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static void publish(Messaging messaging, Sql service, String id) {
        service.write(tx -> {
            messaging.queue("work").publish(tx, Message.of("w " + id).id("w-" + id));
            messaging
                    .topics()
                    .publish(tx, "fact.new", Message.of("f " + id).id("f-" + id).key("k"));
            return "";
        });
    }

    private static void note(Tx tx, String text) {
        tx.update("insert into notes (text) values (?)", text);
    }
}
