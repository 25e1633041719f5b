package kittens.mail;

import dev.margay.Service;
import dev.margay.messaging.ConsumerOptions;
import dev.margay.messaging.ConsumerOptions.Retries;
import dev.margay.messaging.Group;
import dev.margay.sql.Sql;
import dev.margay.sql.messages.SqlMessageStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// The program `mail`: no port but the admin's, 9084.
public final class Main {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Soon after whatever was wrong is right again, and for more than three days.
    private static final Retries RETRIES = new Retries(10_000, seconds(1, 2, 4, 8, 15, 30), 0.5);

    private static final ConsumerOptions OPTIONS =
            ConsumerOptions.usual().concurrency(8).retries(RETRIES);

    private Main() {}

    public static void main(String... arguments) throws Exception {
        start(Service.named("mail").onlyAdminPort(9084).config(arguments));
    }

    static Service.Running start(Service service) throws InterruptedException {
        var settings = service.read("", Settings.standard());
        var database = service.keep(Sql.await(settings.own(), PATIENCE).meter("database", service.metrics()));
        var broker = service.keep(Sql.await(settings.shared(), PATIENCE).meter("broker", service.metrics()));
        database.migrate("mail", "db/mail");
        var messaging = service.messaging(SqlMessageStore.open(broker));

        var room = new MailRoom(database, settings.post());
        var welcomes = messaging.queue(Welcome.QUEUE);
        welcomes.consume(Welcome.class, OPTIONS, (welcome, delivery) -> room.send(welcome.letter(delivery)));
        var topics = messaging.topics();
        var mailer = Group.of(NewOrder.GROUP).options(OPTIONS);
        topics.subscribe(
                NewOrder.SUBJECT, mailer, NewOrder.class, (order, delivery) -> room.send(order.letter(delivery)));

        return service.deadLetters(Welcome.QUEUE, welcomes.deadLetters())
                .deadLetters(NewOrder.GROUP, topics.deadLetters(NewOrder.SUBJECT, NewOrder.GROUP))
                .check("database", database::check)
                .check("backlog", new Backlog(messaging, InstantSource.system())::check)
                .start();
    }

    private static List<Duration> seconds(long... each) {
        return Arrays.stream(each).mapToObj(Duration::ofSeconds).toList();
    }
}
