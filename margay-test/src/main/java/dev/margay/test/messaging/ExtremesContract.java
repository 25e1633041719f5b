package dev.margay.test.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.Delivery.Failure;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every store does with what is empty, as large as it may be, or made of odd characters. Extended by one small
/// class for each store.
public abstract class ExtremesContract extends StoreContract {

    private static final List<String> KEYS = List.of("a", "a ", "A", "ä", "a\u0308", "a\u0000", "");

    @Test
    void idsThatDifferOnlyInCaseAreDifferent() {
        queue.publish(Message.of("small").id("tom"));

        assertThat(queue.publish(Message.of("large").id("TOM"))).isEqualTo(Published.ACCEPTED);
        assertThat(queue.claim(9)).hasSize(2);
    }

    @Test
    void everythingAtItsLimitArrives() {
        var message = Message.ofJson("\"" + "\u0000ж🐈\\\\".repeat(1 << 16) + "\"")
                .id("i".repeat(128))
                .name("\u0001🐈".repeat(66))
                .key("🐈".repeat(64), Long.MAX_VALUE)
                .delay(Duration.ofMillis(0))
                .expires(Duration.ofDays(365));
        for (int i = 0; i < 4; i++) {
            message = message.header("h" + i, "\u0001".repeat((4 << 10) - 2));
        }

        assertThat(queue.publish(message)).isEqualTo(Published.ACCEPTED);

        var got = queue.claimOne().delivery().message();
        assertThat(got.payload()).isEqualTo(message.payload());
        assertThat(got.headers()).isEqualTo(message.headers());
        assertThat(got.name()).isEqualTo(message.name());
        assertThat(got.key()).isEqualTo(message.key());
        assertThat(got.version()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anEmptyPayloadArrives() {
        queue.publish(Message.ofJson("").key(""));

        var got = queue.claimOne().delivery().message();
        assertThat(got.payload()).isEmpty();
        assertThat(got.key()).isEmpty();
    }

    @Test
    void keysAreEqualOnlyIfEveryCharacterIs() {
        for (var key : KEYS) {
            queue.publish(Message.of("of " + key).key(key));
        }

        assertThat(queue.claim(9, KeyOrder.KEPT)).hasSize(KEYS.size());
    }

    @Test
    void anEventIsReplacedByOneOfTheVerySameKeyOnly() {
        for (var key : KEYS) {
            queue.append("product.updated", Message.of("of " + key).key(key));
        }
        queue.append("product.updated", Message.of("new").key("a"));
        fixture.age(Duration.ofDays(8));
        queue.append("product.updated", Message.of("now").key("now"));

        queue.store().tidy();

        assertThat(queue.store().read("product.*", 0, 100).events())
                .extracting(event -> event.message().as(String.class))
                .containsExactly("of a ", "of A", "of ä", "of a\u0308", "of a\u0000", "of ", "new", "now");
    }

    @Test
    void namesOfAnyAllowedLengthArrive() {
        var name = "q".repeat(200);
        var longest = queue.on(name);
        longest.published("Tom");
        var group = Steps.source("*." + "s".repeat(198), "g".repeat(64), dev.margay.messaging.Group.Start.OLDEST);
        queue.append("a." + "s".repeat(198), Message.of("event"));

        longest.bury(longest.claimOne(), "no");
        queue.bury(queue.claim(group, 1).getFirst(), "no");

        assertThat(queue.store().depths()).containsOnlyKeys(name, group.queue());
    }

    @Test
    void hugeEntriesAreKeptWithinTheBudget() {
        queue.published("Tom");
        for (int i = 1; i <= 20; i++) {
            queue.fail(queue.claimOne(), huge(i + " "), Duration.ZERO);
        }

        var claim = queue.claimOne();
        var failures = claim.delivery().failures();
        assertThat(failures.getFirst().message()).startsWith("1 ");
        assertThat(failures.getLast().message()).startsWith("20 ");
        assertThat(failures.stream()
                        .mapToLong(failure -> failure.message().length()
                                + failure.stackTrace().length())
                        .sum())
                .isBetween(20L << 10, 64L << 10);
        assertThat(failures.size() + claim.counts().dropped()).isEqualTo(20);
        queue.bury(claim, "no");
        assertThat(queue.store().deadLetters("kittens.fed", 0, 1).getFirst().failures())
                .startsWith(failures.toArray(Failure[]::new));
    }

    private static Failure huge(String start) {
        var text = start + "\u0000 'ж🐈\r\n\ud83d".repeat(100_000);
        return new Failure(Long.MAX_VALUE, text, text, Instant.EPOCH, 1, text, text, text);
    }
}
