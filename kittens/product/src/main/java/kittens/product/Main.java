package kittens.product;

import dev.margay.Service;
import dev.margay.engine.ClientOptions;
import dev.margay.engine.HttpClient;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.messaging.Group;
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
        var settings = service.read("", Settings.standard());
        var database = service.keep(Sql.await(settings.own(), PATIENCE).meter("database", service.metrics()));
        var broker = service.keep(Sql.await(settings.shared(), PATIENCE).meter("broker", service.metrics()));
        database.migrate("product", "db/product");
        var messaging = service.messaging(SqlMessageStore.open(broker), SqlOutbox.open(database));
        var client = service.keep(HttpClient.open(ClientOptions.standard()));

        var topics = messaging.topics();
        var catalogue = new Catalogue(database, topics, Ids::random);
        var orders = new Orders(database, topics, catalogue, Ids::random);
        var ledger = new SalesLedger(database);
        new Seed(database, catalogue).plant();
        var entering = SqlInbox.open(database).once(SalesLedger.GROUP, ledger::enter);
        topics.subscribe(NewOrder.SUBJECT, Group.of(SalesLedger.GROUP), NewOrder.class, entering);

        var keys = RemoteKeys.from(client, settings.auth().keys());
        var bearer = Bearer.of(TokenVerifier.of(keys, TOKENS, InstantSource.system()));
        new KittenRoutes(catalogue).all(bearer).forEach(service::add);
        new OrderRoutes(orders).all(bearer).forEach(service::add);
        service.admin(Route.get("/sales", _ -> Response.json(ledger.report())));
        service.openapi("Kitten store: product", "1");
        return service.deadLetters(SalesLedger.GROUP, topics.deadLetters(NewOrder.SUBJECT, SalesLedger.GROUP))
                .check("database", database::check)
                .start();
    }
}
