package kittens.search;

import static dev.margay.test.Eventually.eventually;
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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole program on a broker of its own.
final class SearchProgramTest {

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private Sql broker;
    private Messaging messaging;
    private Service.Running search;

    @BeforeEach
    void start() throws Exception {
        broker = Sql.open(SqlOptions.sharedFile(home.resolve("broker.db")));
        messaging = Messaging.open(SqlMessageStore.open(broker), Messaging.Options.named("test"));
        search = started();
    }

    @AfterEach
    void stop() {
        client.close();
        search.stop();
        messaging.close();
        broker.close();
    }

    private Service.Running started() throws Exception {
        var settings = new String[] {"--home=" + home, "--port=0", "--admin.port=0", "--host=127.0.0.1"};
        return Main.start(Service.named("search")
                .config(Configuration.from(Sources.ofText("").withArguments(settings))));
    }

    private void tell(Message event) {
        messaging.topics().publish("product.inserted", event);
    }

    private void tell(String id, String name) {
        var kitten = Events.kitten(id, name);
        tell(Message.of(kitten).id("told-" + id).key(kitten.id(), kitten.version()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private JsonNode letters(String path) throws Exception {
        var answer = send(to(search.adminPort(), "/deadletters" + path));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class).get("deadletters");
    }

    private HttpResponse<String> act(String action, Map<String, ?> body) throws Exception {
        return send(to(search.adminPort(), "/deadletters/search/" + action)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(body))));
    }

    private List<String> found(String words) throws Exception {
        var answer = send(to(search.port(), "/v1/search?q=" + words));
        return Json.read(answer.body(), JsonNode.class)
                .get("kittens")
                .valueStream()
                .map(kitten -> kitten.get("name").stringValue())
                .toList();
    }

    private void awaitDead(int count) {
        eventually(() -> assertThat(letters("").get("search").intValue()).isEqualTo(count));
    }

    @Test
    void whatCannotBeIndexedIsADeadLetterAndTheNextIsFound() throws Exception {
        tell(Message.ofJson("[]").id("bad-1").key("1"));
        tell(Message.ofJson("{\"id\": {}}").id("bad-2").key("2"));
        tell("3", "Tom");

        awaitDead(2);
        eventually(() -> assertThat(found("tom")).containsExactly("Tom"));

        var listed = letters("/search");
        assertThat(listed.valueStream()
                        .map(letter -> letter.get("message").get("id").stringValue()))
                .containsExactly("bad-1", "bad-2");
        assertThat(listed.get(0).get("reason").stringValue()).isEqualTo("poison");
        assertThat(listed.get(0).get("failures").get(0).get("status").intValue())
                .isEqualTo(400);
        var rest = letters("/search?after=" + listed.get(0).get("number"));
        assertThat(rest.size()).isEqualTo(1);
    }

    @Test
    void anIndexHasPassedItsEventsSoNoneIsPutBack() throws Exception {
        tell(Message.ofJson("[]").id("bad-1").key("1"));
        awaitDead(1);

        var answer = act("redrive", Map.of("ids", List.of("bad-1")));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("RedriveRefused", "search is a projection", "discard");
        assertThat(letters("").get("search").intValue()).isEqualTo(1);
    }

    @Test
    void aDeadLetterIsGivenUpOnce() throws Exception {
        tell(Message.ofJson("[]").id("bad-1").key("1"));
        awaitDead(1);
        assertThat(act("discard", Map.of("ids", List.of("bad-1"))).statusCode())
                .as("by nobody")
                .isEqualTo(400);

        var nic = Map.of("ids", List.of("bad-1", "unknown"), "by", "Nic");
        assertThat(act("discard", nic).body()).isEqualTo("{\"discarded\":1}");
        assertThat(act("discard", nic).body()).isEqualTo("{\"discarded\":0}");

        assertThat(letters("").get("search").intValue()).isZero();
        assertThat(letters("/search").size()).isZero();
        tell("2", "Jerry");
        eventually(() -> assertThat(found("jerry")).containsExactly("Jerry"));
    }

    @Test
    void whatWasGivenUpStaysSoOverARestart() throws Exception {
        tell(Message.ofJson("[]").id("bad-1").key("1"));
        awaitDead(1);
        act("discard", Map.of("ids", List.of("bad-1"), "by", "Nic"));

        search.stop();
        search = started();
        tell("2", "Jerry");

        eventually(() -> assertThat(found("jerry")).containsExactly("Jerry"));
        assertThat(letters("").get("search").intValue()).isZero();
    }

    @Test
    void deadLettersAreOnTheAdminPortOnly() throws Exception {
        assertThat(send(to(search.port(), "/deadletters")).statusCode()).isEqualTo(404);
        assertThat(send(to(search.adminPort(), "/deadletters/other")).statusCode())
                .isEqualTo(404);
    }
}
