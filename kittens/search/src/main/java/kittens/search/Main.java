package kittens.search;

import dev.margay.Service;
import dev.margay.messaging.work.Messaging;
import dev.margay.sql.Sql;
import dev.margay.sql.messages.SqlMessageStore;
import java.time.InstantSource;

/// The search service: an index fed by the topic `product.*`, and the routes that ask it.
final class Main {

    private Main() {}

    static void main(String[] arguments) throws Exception {
        var service = Service.named("search").port(8082).config(arguments);
        var settings = service.read("", SearchSettings.standard());
        var arrival = new Arrival();

        var index = Index.open(settings.index(), InstantSource.system());
        var broker = Sql.open(settings.brokerOptions());
        var messaging = Messaging.open(
                SqlMessageStore.open(broker), Messaging.Options.named("search").events(arrival));
        service.onStop(index).onStop(broker).onStop(messaging);

        service.check("index", arrival::check);
        service.metrics().gauge("search_lag_messages", arrival, Arrival::lag);
        new SearchRoutes(index).all().forEach(service::add);
        service.start();
        messaging.topics().project("search", "product.*", Kitten.class, index);
    }
}
