package kittens.search;

import dev.margay.Service;
import dev.margay.sql.Sql;
import dev.margay.sql.messages.SqlMessageStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// The search service: an index fed by the topic `product.*`, and the routes that ask it.
public final class Main {

    private static final String NAME = "search";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Main() {}

    public static void main(String... arguments) throws Exception {
        start(Service.named(NAME).port(8082).config(arguments));
    }

    static Service.Running start(Service service) throws IOException, InterruptedException {
        var settings = service.read("", Settings.standard());
        var arrival = new Arrival();
        var index = service.keep(Index.open(settings.index(), InstantSource.system()));
        var broker = service.keep(Sql.await(settings.shared(), PATIENCE).meter("broker", service.metrics()));
        var messaging = service.messaging(SqlMessageStore.open(broker), arrival);

        service.check("index", arrival::check);
        service.metrics().gauge("search_lag_messages", arrival, Arrival::lag);
        new SearchRoutes(index).all().forEach(service::add);
        service.openapi("Kitten store: search", "1");
        service.deadLetters(NAME, messaging.topics().deadLetters(NAME));
        var running = service.start();
        messaging.topics().project(NAME, "product.*", Kitten.class, index);
        return running;
    }
}
