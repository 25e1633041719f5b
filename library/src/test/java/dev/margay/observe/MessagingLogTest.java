package dev.margay.observe;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.margay.context.Call;
import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageHandler.PoisonException;
import dev.margay.messaging.Topics.Event;
import dev.margay.messaging.Topics.Projection;
import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.messaging.work.Messaging;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What operators read of messages that cannot be handled, and whose they were.
final class MessagingLogTest {

    private final Records records = new Records();
    private final Metrics metrics = Metrics.with(System::nanoTime);
    private final Messaging messaging = Messaging.open(
            new InMemoryMessageStore(InstantSource.system()),
            Messaging.Options.named("test").events(new MessagingWatch(metrics.registry())));
    private final Call call = Call.begin();

    /// Keeps each warning and error together with the call it was made in.
    private static final class Records extends AppenderBase<ILoggingEvent> {

        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final List<String> ids = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                ids.add(Call.currentOrNew().id().value()); // first: whoever sees a text finds its id
                texts.add(event.getFormattedMessage());
            }
        }
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(MessagingWatch.class);
    }

    @BeforeEach
    void listen() {
        records.start();
        log().addAppender(records);
    }

    @AfterEach
    void stop() {
        messaging.close();
        log().detachAppender(records);
    }

    private void assertThatItSays(String... texts) {
        eventually(() -> assertThat(records.texts).containsExactly(texts));
        assertThat(records.ids).hasSize(texts.length).containsOnly(call.id().value());
    }

    @Test
    void aFailureAndTheLastAreThePublishers() {
        var retries = Retries.after(Duration.ofMillis(100));
        messaging.queue("mail").consume(String.class, ConsumerOptions.usual().retries(retries), _ -> {
            throw new IllegalStateException("no mail today");
        });

        call.within(() -> messaging.queue("mail").publish(Message.of("Tom").id("one")));

        eventually(() -> assertThat(records.texts).hasSize(2));
        assertThat(records.texts.getFirst()).startsWith("message one of mail failed, next try in PT0.");
        assertThat(records.texts.getLast()).isEqualTo("message one of mail is a dead letter: exhausted");
        assertThat(records.ids).containsOnly(call.id().value());
    }

    @Test
    void poisonIsThePublishers() {
        messaging.queue("mail").consume(String.class, _ -> {
            throw new PoisonException("no such kitten");
        });

        call.within(() -> messaging.queue("mail").publish(Message.of("Tom").id("one")));

        assertThatItSays("message one of mail is a dead letter: poison");
    }

    @Test
    void whatTakesTooLongIsThePublishers() {
        var once = ConsumerOptions.usual().longest(Duration.ofMillis(100)).retries(Retries.upTo(1));
        messaging.queue("mail").consume(String.class, once, _ -> new CountDownLatch(1).await());

        call.within(() -> messaging.queue("mail").publish(Message.of("Tom").id("one")));

        eventually(() -> assertThat(metrics.text())
                .contains("messages_handled_seconds_count{outcome=\"dead\",source=\"mail\"} 1"));
        assertThatItSays("message one of mail is a dead letter: exhausted");
        assertThat(metrics.text()).contains("messages_dead_total{source=\"mail\"} 1");
    }

    @Test
    void whatAProjectionCannotReadIsThePublishers() {
        messaging.topics().project("search", "kittens", Integer.class, new Blind());

        call.within(() -> messaging
                .topics()
                .publish("kittens", Message.ofJson("no number").id("one")));

        eventually(() -> assertThat(records.texts).hasSize(1));
        assertThat(records.texts.getFirst()).startsWith("message one of search@");
        assertThat(records.ids).containsOnly(call.id().value());
    }

    /// Sees nothing.
    private static final class Blind implements Projection<Integer> {

        @Override
        public long position() {
            return 0;
        }

        @Override
        public void apply(List<Event<Integer>> events, long position) {}

        @Override
        public void clear() {}
    }
}
