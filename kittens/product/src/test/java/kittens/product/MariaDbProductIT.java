package kittens.product;

import dev.margay.test.MariaDbServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MariaDbProductIT extends ProductContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static MariaDbServer server;

    @BeforeAll
    static void startServer() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    Shop open() throws Exception {
        int number = DATABASES.incrementAndGet();
        return Shop.open(
                home,
                "--database.url=" + server.url("product_" + number),
                "--database.user=" + server.user(),
                "--database.password=" + server.password(),
                "--broker.url=" + server.url("broker_" + number),
                "--broker.user=" + server.user(),
                "--broker.password=" + server.password());
    }
}
