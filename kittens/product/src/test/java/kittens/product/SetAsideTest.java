package kittens.product;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.sql.messages.SqlOutbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An event the broker did not take is found on the admin port, and sent from there.
final class SetAsideTest {

    @TempDir
    Path home;

    private void setOneAside() throws Exception {
        Files.createDirectories(home.resolve("data"));
        try (var database = Sql.open(SqlOptions.file(home.resolve("data/product.db")))) {
            var outbox = SqlOutbox.open(database);
            var event = Message.of("a kitten").id("one");
            database.write(tx -> {
                outbox.add(tx, new Outgoing(Outgoing.Kind.TOPIC, "kittens.lost", event));
                return "";
            });
            outbox.refused(outbox.oldest(1).getFirst(), "another message has this id");
        }
    }

    @Test
    void itIsShownWithItsReasonAndCanBeSent() throws Exception {
        setOneAside();
        try (var shop = Shop.open(home)) {
            var counts = shop.admin("/deadletters").get("deadletters");
            assertThat(counts.get("outbox").intValue()).isEqualTo(1);
            var letter = shop.admin("/deadletters/outbox").get("deadletters").get(0);
            assertThat(letter.get("queue").stringValue()).isEqualTo("kittens.lost");
            assertThat(letter.get("reason").stringValue()).isEqualTo("refused");
            assertThat(letter.get("failures").get(0).get("message").stringValue())
                    .isEqualTo("another message has this id");

            var answer = shop.admin("/deadletters/outbox/redrive", "{\"ids\": [\"one\"]}");

            assertThat(answer.get("redriven").intValue()).isEqualTo(1);
            assertThat(shop.admin("/deadletters")
                            .get("deadletters")
                            .get("outbox")
                            .intValue())
                    .isZero();
            try (var broker = Sql.open(SqlOptions.sharedFile(home.resolve("broker.db")))) {
                var store = SqlMessageStore.open(broker);
                eventually(() -> assertThat(store.read("kittens.lost", 0, 1_000).events())
                        .extracting(event -> event.message().id())
                        .containsExactly("one"));
            }
        }
    }
}
