package examples;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.Group;
import dev.margay.messaging.Message;
import dev.margay.messaging.MessageHandler.PoisonException;
import dev.margay.messaging.Topics;
import dev.margay.messaging.work.Messaging;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.UniqueViolationException;
import dev.margay.sql.messages.SqlInbox;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.sql.messages.SqlOutbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide shows of databases and messages, compiled and run.
final class DataGuideTest {

    @TempDir
    private Path folder;

    private Sql own;
    private Sql broker;
    private Messaging messaging;

    record Order(String id, String kitten) {}

    @BeforeEach
    void open() {
        var folder = this.folder;
        // @start region="guide-open"
        own = Sql.open(SqlOptions.file(folder.resolve("shop.db")));
        own.migrate("shop", "db/guide");
        broker = Sql.open(SqlOptions.sharedFile(folder.resolve("broker.db")));
        messaging = Messaging.open(SqlMessageStore.open(broker), SqlOutbox.open(own), Messaging.Options.named("shop"));
        // @end
    }

    @AfterEach
    void close() {
        messaging.close();
        own.close();
        broker.close();
    }

    @Test
    void readAndWrite() {
        // @start region="guide-sql"
        own.write(tx -> {
            tx.update("insert into kitten (name, stock) values (?, ?)", "Tom", 3);
            return tx.update("update kitten set stock = stock - 1 where name = ? and stock > 0", "Tom");
        });
        List<String> left =
                own.read(view -> view.query("""
                select name, stock
                from kitten
                where stock > ?
                """, row -> row.text("name") + ": " + row.intValue("stock"), 0));
        // @end

        assertThat(left).containsExactly("Tom: 2");
        assertThatExceptionOfType(UniqueViolationException.class)
                .isThrownBy(
                        () -> own.write(tx -> tx.update("insert into kitten (name, stock) values (?, ?)", "Tom", 1)));
        assertThat(own.<Long, RuntimeException>read(
                        view -> view.first("select count(*) as n from kitten", row -> row.longValue("n"))
                                .orElseThrow()))
                .isEqualTo(1);
    }

    @Test
    void publishInATransaction() {
        var printed = new CopyOnWriteArrayList<String>();
        var order = new Order("1", "Tom");

        // @start region="guide-queue"
        var queue = messaging.queue("shop.print");
        own.write(tx -> {
            tx.update("insert into kitten (name, stock) values (?, ?)", order.kitten(), 1);
            return queue.publish(tx, order);
        });
        queue.consume(Order.class, each -> printed.add(each.id()));
        // @end

        eventually(() -> assertThat(printed).containsExactly("1"));
    }

    @Test
    void retriesAndDeadLetters() {
        var printerWorks = new AtomicBoolean();
        var printed = new CopyOnWriteArrayList<String>();

        // @start region="guide-retries"
        var queue = messaging.queue("shop.print");
        var options = ConsumerOptions.usual()
                .concurrency(4)
                .retries(Retries.after(Duration.ofMillis(100), Duration.ofSeconds(1)));
        queue.consume(Order.class, options, order -> {
            if (!printerWorks.get()) {
                throw new PoisonException("order %s cannot be printed".formatted(order.id()));
            }
            printed.add(order.id());
        });
        queue.publish(new Order("2", "Nic"));
        // @end

        eventually(() -> assertThat(queue.deadLetters().count()).isEqualTo(1));
        printerWorks.set(true);

        // @start region="guide-dead"
        List<DeadLetters.Letter> dead = queue.deadLetters().list(100);
        queue.deadLetters()
                .redrive(dead.stream().map(letter -> letter.message().id()).toList());
        // @end

        eventually(() -> assertThat(printed).containsExactly("2"));
        assertThat(dead)
                .singleElement()
                .satisfies(letter -> assertThat(letter.failures()).isNotEmpty());
    }

    @Test
    void onceInTheDatabase() {
        // @start region="guide-inbox"
        var once = SqlInbox.open(own)
                .<Order>once("ledger", (tx, order, _) -> tx.update("insert into sale (id) values (?)", order.id()));
        messaging.topics().subscribe("order.*", Group.of("ledger"), Order.class, once);
        messaging.topics().publish("order.placed", new Order("3", "Tom"));
        // @end

        eventually(() -> assertThat(own.<List<String>, RuntimeException>read(
                        view -> view.query("select id from sale", row -> row.text("id"))))
                .containsExactly("3"));
    }

    // @start region="guide-projection"
    static final class Owners implements Topics.Projection<Order> {

        private final Map<String, String> kittens = new TreeMap<>();
        private long position;

        @Override
        public synchronized long position() {
            return position;
        }

        @Override
        public synchronized void apply(List<Topics.Event<Order>> events, long position) {
            events.forEach(
                    event -> kittens.put(event.value().kitten(), event.value().id()));
            this.position = position;
        }

        @Override
        public synchronized void clear() {
            kittens.clear();
            position = 0;
        }

        synchronized Map<String, String> kittens() {
            return Map.copyOf(kittens);
        }
    }
    // @end

    @Test
    void projection() {
        // @start region="guide-project"
        var owners = new Owners();
        var topics = messaging.topics();
        topics.project("owners", "order.*", Order.class, owners);
        topics.publish("order.placed", Message.of(new Order("4", "Tom")).key("Tom"));
        topics.publish("order.placed", Message.of(new Order("5", "Tom")).key("Tom"));
        // @end

        eventually(() -> assertThat(owners.kittens()).isEqualTo(Map.of("Tom", "5")));
    }
}
