package dev.margay.sql.messages;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.MessageHandler.PoisonException;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import dev.margay.test.messaging.DeadLetterContract;
import dev.margay.test.messaging.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDeadLetterTest extends DeadLetterContract {

    @TempDir
    Path folder;

    @Override
    protected StoreFixture fixture() {
        return SqliteFixture.in(folder);
    }

    @Test
    void aPageOfLargeLettersIsShorter() {
        try (var fixture = SqliteFixture.in(folder.resolve("large"));
                var messaging = Messaging.open(fixture.store(), Options.named("worker"))) {
            var queue = messaging.queue("large");
            queue.consume(String.class, ConsumerOptions.usual().retries(Retries.upTo(1)), _ -> {
                throw new PoisonException("no");
            });
            for (int i = 0; i < 6; i++) {
                queue.publish("x".repeat((1 << 20) - 2));
            }
            eventually(() -> assertThat(queue.deadLetters().count()).isEqualTo(6));

            var first = queue.deadLetters().list(100);
            var rest = queue.deadLetters().list(first.getLast().number(), 100);

            assertThat(first).hasSize(4);
            assertThat(rest).hasSize(2);
            assertThat(queue.deadLetters().list(rest.getLast().number(), 100)).isEmpty();
        }
    }
}
