package dev.margay.test.messaging;

import static dev.margay.test.messaging.AtOnce.atOnce;
import static dev.margay.test.messaging.Steps.LEASE;
import static dev.margay.test.messaging.Steps.source;
import static dev.margay.test.messaging.Steps.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Logged;
import dev.margay.messaging.MessageStore.Published;
import dev.margay.messaging.MessageStore.Source;
import dev.margay.test.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store does with events. Extended by one small class for each store.
public abstract class TopicsContract extends StoreContract {

    private static final Source SEARCH = source("product.*", "search", Group.Start.OLDEST);

    private Steps topics;

    @BeforeEach
    final void open() {
        topics = queue.on("unused");
    }

    @Test
    void everyGroupGetsEveryEventOnce() {
        append("product.inserted", "a");
        var ledger = source("product.*", "ledger", Group.Start.OLDEST);

        assertThat(texts(topics.claim(SEARCH, 9))).containsExactly("a");
        assertThat(texts(topics.claim(ledger, 9))).containsExactly("a");
        assertThat(topics.claim(SEARCH, 9)).isEmpty();
    }

    @Test
    void everythingOfAnEventArrives() {
        var event = Message.of("Tom 🐈").key("42", 7).header("traceparent", "x").name("n");
        topics.append("product.updated", event);

        var delivery = topics.claim(SEARCH, 1).getFirst().delivery();

        assertThat(delivery.message()).isEqualTo(event);
        assertThat(delivery.source()).isEqualTo("product.updated");
        assertThat(delivery.position()).isPositive();
        assertThat(topics.store().read(">", 0, 10).events())
                .containsExactly(new Logged(delivery.position(), "product.updated", event, delivery.published()));
    }

    @Test
    void aGroupGetsOnlyWhatItsPatternCovers() {
        append("product.inserted", "a");
        append("new_order", "b");
        append("product.image.added", "c");
        append("product.deleted", "d");

        assertThat(texts(topics.claim(SEARCH, 9))).containsExactly("a", "d");
        assertThat(texts(topics.claim(source("product.>", "all", Group.Start.OLDEST), 9)))
                .containsExactly("a", "c", "d");
        assertThat(texts(topics.claim(source("new_order", "mail", Group.Start.OLDEST), 9)))
                .containsExactly("b");
    }

    @Test
    void aGroupThatBeginsNowMissesWhatWasBefore() {
        append("product.inserted", "before");
        var late = source("product.*", "late", Group.Start.NOW);
        topics.store().join(late);
        append("product.inserted", "after");

        assertThat(texts(topics.claim(late, 9))).containsExactly("after");
    }

    @Test
    void aKnownGroupGoesOnWhereItWas() {
        append("product.inserted", "a");
        topics.claim(SEARCH, 9).forEach(topics::done);
        append("product.inserted", "b");

        topics.store().join(source("product.*", "search", Group.Start.NOW));

        assertThat(texts(topics.on(fixture.another()).claim(SEARCH, 9))).containsExactly("b");
    }

    @Test
    void manyEventsComeInTheirOrder() {
        var sent = IntStream.range(0, 700).mapToObj(i -> "event " + i).toList();
        sent.forEach(text -> append(text.endsWith("7") ? "new_order" : "product.inserted", text));

        var got = new ArrayList<String>();
        Eventually.eventually(() -> {
            for (var claim : topics.claim(SEARCH, 50)) {
                got.add(Steps.text(claim));
                topics.done(claim);
            }
            assertThat(got).hasSize(630);
        });
        assertThat(got)
                .isEqualTo(sent.stream().filter(text -> !text.endsWith("7")).toList());
    }

    @Test
    void theSameEventAgainIsADuplicate() {
        var event = Message.of("a");
        assertThat(topics.append("product.inserted", event)).isEqualTo(Published.ACCEPTED);
        assertThat(topics.append("product.inserted", event)).isEqualTo(Published.DUPLICATE);
        assertThat(topics.append("product.inserted", Message.of("b").id(event.id())))
                .isEqualTo(Published.ID_TAKEN);

        assertThat(topics.append("product.updated", event)).as("elsewhere").isEqualTo(Published.ID_TAKEN);

        assertThat(texts(topics.claim(SEARCH, 9))).containsExactly("a");
        topics.append("product.inserted", event);
        assertThat(topics.claim(SEARCH, 9)).isEmpty();
    }

    @Test
    void aFailingEventHoldsBackItsKeyAndEndsAsTheGroupsDeadLetter() {
        var poison = Message.of("poison").key("a", 1);
        topics.append("product.updated", poison);
        topics.append("product.updated", Message.of("next").key("a", 2));
        topics.append("product.updated", Message.of("other").key("b", 1));

        var claims = topics.claim(SEARCH, 9);
        assertThat(texts(claims)).containsExactly("poison", "other");
        topics.fail(claims.getFirst(), "no", Duration.ofMillis(300));
        assertThat(topics.claim(SEARCH, 9)).isEmpty();

        fixture.pass(Duration.ofMillis(400));
        topics.bury(topics.claim(SEARCH, 9).getFirst(), "never");
        assertThat(texts(topics.claim(SEARCH, 9))).containsExactly("next");
        var letter = topics.store().deadLetters(SEARCH.queue(), 0, 9).getFirst();
        assertThat(letter.message()).isEqualTo(poison);
        assertThat(letter.failures()).extracting(failure -> failure.message()).containsExactly("no", "never");
    }

    @Test
    void anEventOfADeadWorkerGoesToAnotherMember() {
        append("product.inserted", "a");
        topics.claim(SEARCH, 9);

        fixture.pass(LEASE.plusMillis(300));

        assertThat(texts(topics.on(fixture.another()).claim(SEARCH, 9))).containsExactly("a");
    }

    @Test
    void membersShareTheEventsAndKeepTheOrderOfKeys() throws Exception {
        for (int i = 0; i < 30; i++) {
            topics.append("product.updated", Message.of("a" + i).key("a", i));
            topics.append("product.updated", Message.of("b" + i).key("b", i));
        }
        var handled = Collections.synchronizedList(new ArrayList<String>());

        atOnce(4, i -> {
            var mine = topics.on(i % 2 == 0 ? fixture.store() : fixture.another());
            Eventually.eventually(() -> {
                for (var claim : mine.claim(SEARCH, 4)) {
                    handled.add(Steps.text(claim));
                    mine.done(claim);
                }
                assertThat(handled).hasSizeGreaterThanOrEqualTo(60);
            });
            return i;
        });

        assertThat(handled).hasSize(60);
        for (var key : List.of("a", "b")) {
            assertThat(handled.stream().filter(text -> text.startsWith(key)).toList())
                    .isEqualTo(IntStream.range(0, 30).mapToObj(i -> key + i).toList());
        }
    }

    @Test
    void positionsRiseInTheOrderInWhichEventsBecomeVisible() throws Exception {
        atOnce(5, i -> {
            if (i == 0) {
                long seen = 0;
                while (seen < 200) {
                    var page = topics.on(fixture.another()).store().read(">", seen, 50);
                    assertThat(page.events().size()).isEqualTo((int) (page.position() - seen));
                    seen = page.position();
                }
            } else {
                var mine = topics.on(i % 2 == 0 ? fixture.store() : fixture.another());
                IntStream.range(0, 50).forEach(n -> mine.append("product.inserted", Message.of(i + "/" + n)));
            }
            return i;
        });
    }

    @Test
    void aReaderGoesThroughTheLogByPositions() {
        append("product.inserted", "a");
        append("new_order", "b");
        append("product.inserted", "c");

        var first = topics.store().read("product.*", 0, 2);
        assertThat(first.events())
                .extracting(event -> event.message().as(String.class))
                .containsExactly("a");
        assertThat(first.behind()).isEqualTo(1);
        var second = topics.store().read("product.*", first.position(), 2);
        assertThat(second.events())
                .extracting(event -> event.message().as(String.class))
                .containsExactly("c");
        var third = topics.store().read("product.*", second.position(), 2);
        assertThat(third.events()).isEmpty();
        assertThat(third.position()).isEqualTo(second.position());
        assertThat(third.complete()).isTrue();
    }

    @Test
    void aReaderThatIsAheadOfTheLogBeginsAgain() {
        append("product.inserted", "a");

        assertThat(topics.store().read("product.*", 1_000, 2).complete()).isFalse();
    }

    @Test
    void aBuriedEventIsADeadLetterOnce() {
        append("product.inserted", "a");
        var event = topics.store().read(">", 0, 1).events().getFirst();

        topics.store().bury("search@view", event, Steps.failure("unreadable"));
        topics.store().bury("search@view", event, Steps.failure("unreadable"));

        assertThat(topics.store().deadLetters("search@view", 0, 9))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.message()).isEqualTo(event.message());
                    assertThat(letter.failures()).hasSize(1);
                });
    }

    @Test
    void aForgottenGroupIsNewAgain() {
        append("product.inserted", "a");
        append("product.inserted", "b");
        topics.bury(topics.claim(SEARCH, 1).getFirst(), "no");

        topics.store().forget(SEARCH);

        assertThat(topics.store().depth(SEARCH.queue()).ready()).isZero();
        assertThat(topics.store().depth(SEARCH.queue()).dead()).isEqualTo(1);
        assertThat(texts(topics.claim(SEARCH, 9)))
                .as("without what is a dead letter already")
                .containsExactly("b");
    }

    private void append(String subject, String text) {
        assertThat(topics.append(subject, Message.of(text))).isEqualTo(Published.ACCEPTED);
    }
}
