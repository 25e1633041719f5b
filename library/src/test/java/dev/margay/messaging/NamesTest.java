package dev.margay.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.messaging.work.Messaging;
import dev.margay.messaging.work.Messaging.Options;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What queues, topics, groups and workers may be called.
final class NamesTest {

    private static final String SIXTEEN = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p";

    private final Messaging messaging =
            Messaging.open(new InMemoryMessageStore(InstantSource.system()), Options.named("worker"));

    @AfterEach
    void close() {
        messaging.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "-", "_", "kittens.fed", "a.b-c.d_e", SIXTEEN})
    void aNameIsOfDottedTokens(String name) {
        assertThat(messaging.queue(name).name()).isEqualTo(name);
        assertThat(Names.checkSubject(name)).isEqualTo(name);
        assertThat(Names.checkPattern(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "a.",
                ".a",
                "a..b",
                "A",
                "a b",
                "a\n",
                "a/b",
                "a@b",
                "ä",
                "🐈",
                "a\u0000",
                "'",
                "*",
                ">",
                SIXTEEN + ".q"
            })
    void anyOtherNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging.queue(name))
                .withMessage("queue: %s (expected: dotted tokens of a-z 0-9 _ -, at most 16 and 200 characters)", name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging.topics().publish(name, Message.of("event")))
                .withMessage(
                        "subject: %s (expected: dotted tokens of a-z 0-9 _ -, at most 16 and 200 characters)", name);
    }

    @Test
    void anOverlongNameIsShownInPart() {
        assertThat(messaging.queue("q".repeat(200)).name()).hasSize(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging.queue("q".repeat(1 << 20)))
                .withMessageStartingWith("queue: " + "q".repeat(200) + "... (expected:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ">", "a.*", "a.>", "*.b", "*.*.>", "a.*.c"})
    void aPatternMayHaveWildcards(String pattern) {
        assertThat(Names.checkPattern(pattern)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a*", "**", ">.a", "a.>.b", "a>", "A.*", "a. *", "*\n"})
    void anyOtherPatternIsRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging
                        .topics()
                        .subscribe(
                                pattern,
                                Group.of("g"),
                                String.class,
                                text -> assertThat(text).isEmpty()))
                .withMessageStartingWith("pattern: %s (expected: ", pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "A", "a b", "view", "ж", "a\n"})
    void anyOtherGroupIsRefused(String group) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging.topics().deadLetters("a.*", group))
                .withMessageStartingWith("group: %s (expected: ", group);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "🐈", "Kittens.Fed", "kittens.fed ", "kittens.%", "@", "@mail", "a.*", "a.*@", "a@b@c", "a@B"
            })
    void whatIsNeitherQueueNorGroupHasNoDeadLetters(String source) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging.deadLetters(source))
                .withMessageContaining("(expected: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messaging.depth(source))
                .withMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true", "a.b, a.c, false", "a.*, a.b, true", "a.*, a, false", "a.*, a.b.c, false", "a.>, a.b.c, true",
        "a.>, a, false", ">, a, true", "*, a, true", "*, a.b, false", "*.b.>, a.b.c, true", "*.b.>, a.b, false"
    })
    void aPatternCoversWhatItSays(String pattern, String subject, boolean covered) {
        assertThat(Names.covers(pattern, subject)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201, 1 << 20})
    void aWorkerHasANameOfSomeLength(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.named("w".repeat(length)))
                .withMessage("worker: name of %d characters (expected: 1 to 200)", length);
    }
}
