package dev.margay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.memory.InMemoryMessageStore;
import dev.margay.test.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A service that keeps parts of its own, messaging among them.
final class ServiceMessagingTest {

    private static String admin(Service.Running running, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var page = URI.create("http://127.0.0.1:%d%s".formatted(running.adminPort(), path));
            return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void messagingIsShownOnTheAdminPort() throws Exception {
        var told = new CopyOnWriteArrayList<MessagingEvent>();
        var service = Service.named("worker").onlyAdminPort(0).config(Configuration.from(Sources.ofText("")));
        var queue = service.messaging(new InMemoryMessageStore(InstantSource.system()), told::add)
                .queue("hellos");
        try (var running = service.start()) {
            queue.consume(String.class, _ -> {});
            queue.publish("Nic");

            Eventually.eventually(() -> assertThat(told).hasAtLeastOneElementOfType(MessagingEvent.Handled.class));
            assertThat(admin(running, "/metrics"))
                    .contains("messages_published_seconds_count{destination=\"hellos\",outcome=\"accepted\"} 1");
            assertThat(admin(running, "/health")).contains("\"durability\":\"none\"");
        }
    }

    @Test
    void whatIsKeptIsClosedAtTheEndTheLastFirst() {
        var closed = new ArrayList<String>();
        var service = Service.named("worker").onlyAdminPort(0).config(Configuration.from(Sources.ofText("")));
        AutoCloseable database = () -> closed.add("database");
        assertThat(service.keep(database)).isSameAs(database);
        service.keep(() -> closed.add("client"));

        service.start().close();

        assertThat(closed).containsExactly("client", "database");
    }
}
