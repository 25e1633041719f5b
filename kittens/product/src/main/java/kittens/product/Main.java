package kittens.product;

import dev.margay.Service;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.messaging.Group;
import dev.margay.messaging.work.Messaging;
import dev.margay.observe.MessagingWatch;
import dev.margay.security.Bearer;
import dev.margay.security.RemoteKeys;
import dev.margay.security.TokenRules;
import dev.margay.security.TokenVerifier;
import dev.margay.sql.Sql;
import dev.margay.sql.messages.SqlInbox;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.sql.messages.SqlOutbox;
import java.time.Duration;
import java.time.InstantSource;

/// The program `product`, on port 8083.
public final class Main {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TokenRules TOKENS = TokenRules.of("kittens-auth", "kittens");

    private Main() {}

    public static void main(String... arguments) throws Exception {
        start(Service.named("product").port(8083).config(arguments));
    }

    static Service.Running start(Service service) throws InterruptedException {
        var settings = service.read("", Settings.usual());
        var database = Sql.await(settings.own(), PATIENCE);
        var broker = Sql.await(settings.shared(), PATIENCE);
        database.migrate("product", "db/product");
        var store = SqlMessageStore.open(broker);
        var outbox = SqlOutbox.open(database);
        var watch = new MessagingWatch(service.metrics()).watch(store).watch(outbox);
        var messaging =
                Messaging.open(store, outbox, Messaging.Options.named("product").events(watch));
        database.meter("database", service.metrics());
        broker.meter("broker", service.metrics());
        service.detail("durability", store::durability);
        service.onStop(database).onStop(broker).onStop(messaging);

        var topics = messaging.topics();
        var catalogue = new Catalogue(database, topics, Ids::random);
        var orders = new Orders(database, topics, catalogue, Ids::random);
        var ledger = new SalesLedger(database);
        new Seed(database, catalogue).plant();
        var entering = SqlInbox.open(database).once(SalesLedger.GROUP, ledger::enter);
        topics.subscribe(NewOrder.SUBJECT, Group.of(SalesLedger.GROUP), NewOrder.class, entering);

        var keys = RemoteKeys.from(new IssuerKeys(settings.auth().url()));
        var bearer = Bearer.of(TokenVerifier.of(keys, TOKENS, InstantSource.system()));
        new KittenRoutes(catalogue).all(bearer).forEach(service::add);
        new OrderRoutes(orders).all(bearer).forEach(service::add);
        service.admin(Route.get("/sales", _ -> Response.json(ledger.report())));
        return service.deadLetters(SalesLedger.GROUP, topics.deadLetters(NewOrder.SUBJECT, SalesLedger.GROUP))
                .check("database", database::check)
                .start();
    }
}
