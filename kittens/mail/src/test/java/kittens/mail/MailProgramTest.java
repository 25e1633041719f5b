package kittens.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.Service;
import dev.margay.config.Configuration;
import dev.margay.config.Sources;
import dev.margay.json.Json;
import dev.margay.messaging.Message;
import dev.margay.messaging.work.Messaging;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.messages.SqlMessageStore;
import dev.margay.test.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole program on a broker of its own.
final class MailProgramTest {

    @TempDir
    Path home;

    private Sql broker;
    private Messaging messaging;
    private Service.Running mail;

    @BeforeEach
    void start() throws Exception {
        broker = Sql.open(SqlOptions.sharedFile(home.resolve("broker.db")));
        messaging = Messaging.open(SqlMessageStore.open(broker), Messaging.Options.named("test"));
        mail = started();
    }

    @AfterEach
    void stop() {
        mail.stop();
        messaging.close();
        broker.close();
    }

    private Service.Running started(String... more) throws InterruptedException {
        var settings =
                Stream.concat(Stream.of("--home=" + home), Arrays.stream(more)).toArray(String[]::new);
        return Main.start(Service.named("mail")
                .onlyAdminPort(0)
                .config(Configuration.from(Sources.ofText("").withArguments(settings))));
    }

    private static Message welcome(String id, String name) {
        return Message.of(Map.of("user_id", "u-1", "name", name, "email", "tom@example.org"))
                .id(id);
    }

    private static Message order(String id) {
        var item = Map.of("kitten_id", "k-1", "kitten_name", "Zoë");
        return Message.of(Map.of(
                        "id",
                        id,
                        "item",
                        item,
                        "quantity",
                        2,
                        "price",
                        8_405,
                        "email",
                        "tom@example.org",
                        "name",
                        "Tom"))
                .id("order-" + id);
    }

    private List<String> files() throws IOException {
        var directory = home.resolve("mail");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private JsonNode admin(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + mail.adminPort() + path));
            return Json.read(
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .body(),
                    JsonNode.class);
        }
    }

    private long dead(String source) throws Exception {
        return admin("/deadletters").get("deadletters").get(source).longValue();
    }

    @Test
    void registrationsAndOrdersGetOneFileEach() {
        messaging.queue(Welcome.QUEUE).publish(welcome("m-1", "Tom\r\nBcc: x@example.org"));
        messaging.topics().publish(NewOrder.SUBJECT, order("7"));

        Eventually.eventually(() -> assertThat(files()).containsExactly("order-7.eml", "welcome-m-1.eml"));
        assertThat(home.resolve("mail/order-7.eml"))
                .content()
                .contains("To: Tom <tom@example.org>", "Kitten:   Zo=C3=AB", "Price:    84.05");
        assertThat(home.resolve("mail/welcome-m-1.eml")).content().doesNotContain("\r\nBcc");
    }

    @Test
    void whatWasSentIsNotSentAgain() throws Exception {
        messaging.topics().publish(NewOrder.SUBJECT, order("7"));
        Eventually.eventually(() -> assertThat(files()).containsExactly("order-7.eml"));
        Files.delete(home.resolve("mail/order-7.eml"));
        mail.stop();
        messaging.topics().forget(NewOrder.SUBJECT, NewOrder.GROUP); // so that the event is delivered once more
        mail = started();
        messaging.topics().publish(NewOrder.SUBJECT, order("8"));

        Eventually.eventually(() -> assertThat(files()).contains("order-8.eml"));
        assertThat(files()).doesNotContain("order-7.eml");
    }

    @Test
    void aFailingDeliveryDelaysMailAndLosesNone() throws Exception {
        Files.writeString(home.resolve("mail"), "in the way");
        messaging.queue(Welcome.QUEUE).publish(welcome("m-1", "Tom"));
        messaging.topics().publish(NewOrder.SUBJECT, order("7"));
        Eventually.eventually(() ->
                assertThat(messaging.queue(Welcome.QUEUE).depth().scheduled()).isEqualTo(1));

        Files.delete(home.resolve("mail"));

        Eventually.within(
                Duration.ofSeconds(30), () -> assertThat(files()).containsExactly("order-7.eml", "welcome-m-1.eml"));
        assertThat(dead(Welcome.QUEUE)).isZero();
    }

    @Test
    void aMailServerGetsEachLetterOnceHoweverItFails() throws Exception {
        try (var server = new SmtpStandIn("AUTH PLAIN")) {
            mail.stop();
            server.answer(".", "451 later", SmtpStandIn.CUT);
            server.answer("RCPT", "250 fine", "250 fine", "250 fine", "550 no such user");
            mail = started(
                    "--mail.smtp=" + server.address(),
                    "--mail.user=shop",
                    "--mail.password=correct horse",
                    "--mail.encryption=if-offered");

            messaging.queue(Welcome.QUEUE).publish(welcome("m-1", "Tom"));
            Eventually.within(
                    Duration.ofSeconds(30), () -> assertThat(server.mails()).hasSize(1));
            messaging.topics().publish(NewOrder.SUBJECT, order("7"));

            Eventually.eventually(() -> assertThat(dead(NewOrder.GROUP)).isEqualTo(1));
            assertThat(server.mails()).singleElement().asString().contains("X-Message-Id: welcome-m-1");
            assertThat(dead(Welcome.QUEUE)).isZero();
            assertThat(admin("/explain").toString()).doesNotContain("correct horse");
        }
    }

    @Test
    void whatCanNeverBeSentIsADeadLetterAtOnce() {
        messaging
                .queue(Welcome.QUEUE)
                .publish(Message.of(Map.of("name", "nobody")).id("m-1"));
        messaging.queue(Welcome.QUEUE).publish(Message.ofJson("[]").id("m-2"));
        messaging
                .topics()
                .publish(NewOrder.SUBJECT, Message.ofJson("{\"id\": 7}").id("order-7"));

        Eventually.eventually(() -> {
            assertThat(dead(Welcome.QUEUE)).isEqualTo(2);
            assertThat(dead(NewOrder.GROUP)).isEqualTo(1);
        });
    }

    @Test
    void healthIsOnTheAdminPortOnly() throws Exception {
        assertThat(mail.port()).isEqualTo(-1);
        assertThat(admin("/health").get("status").stringValue()).isEqualTo("up");
    }
}
