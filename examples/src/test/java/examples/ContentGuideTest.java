package examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.Service;
import dev.margay.engine.ClientOptions;
import dev.margay.engine.HttpClient;
import dev.margay.http.Body;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.json.Cbor;
import dev.margay.web.Negotiation;
import dev.margay.web.bodies.Events;
import dev.margay.web.bodies.JsonLines;
import dev.margay.web.bodies.Multipart;
import jakarta.validation.constraints.NotBlank;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide shows of bodies, compiled and run.
final class ContentGuideTest {

    @TempDir
    private Path folder;

    record Kitten(@NotBlank String name) {}

    record Headline(String id, String text) {}

    @Test
    void notations() throws Exception {
        String[] arguments = {"--port=0", "--host=127.0.0.1", "--admin.port=0"};

        // @start region="guide-notations"
        var service = Service.named("kittens")
                .config(arguments)
                .with(Negotiation.of(Cbor.codec()))
                .post("/v1/kittens", Kitten.class, kitten -> kitten)
                .add(Route.post("/v1/watched", Kitten.class, kitten -> Events.of(events -> events.send(kitten.name())))
                        .with(Negotiation.giving("text/event-stream")));
        // @end

        var tom = Body.of("{\"name\":\"Tom\"}");
        try (var running = service.start();
                var client = HttpClient.open(ClientOptions.standard())) {
            var at = "http://127.0.0.1:" + running.port();
            var kitten = client.handle(Request.post(at + "/v1/kittens", tom).with("Accept", "application/cbor"));
            assertThat(kitten.headers().first("Content-Type")).contains("application/cbor");
            assertThat(Cbor.codec().toJson(kitten.body().bytes())).asString().isEqualTo("{\"name\":\"Tom\"}");
            var picture = client.handle(Request.post(at + "/v1/kittens", tom).with("Accept", "image/png"));
            assertThat(picture.status()).isEqualTo(406);
            var watched = client.handle(Request.post(at + "/v1/watched", tom).with("Accept", "text/event-stream"));
            assertThat(watched.body().text()).endsWith("data: Tom\n\n");
        }
    }

    @Test
    void uploads() throws Exception {
        // @start region="guide-uploads"
        var photos = Route.post("/v1/photos", request -> {
                    var id = UUID.randomUUID().toString();
                    var caption = "";
                    long size = 0;
                    for (var part : Multipart.of(request)) {
                        switch (part.name()) {
                            case "caption" -> caption = part.text();
                            case "photo" -> size = part.saveTo(folder.resolve(id));
                            default -> {} // whatever else a form sends is skipped
                        }
                    }
                    return Response.created("/v1/photos/" + id, Map.of("caption", caption, "size", size));
                })
                .streaming();
        // @end

        var form = """
                --x
                Content-Disposition: form-data; name="caption"

                Tom
                --x
                Content-Disposition: form-data; name="photo"; filename="../tom.jpg"

                a photo
                --x--
                """.replace("\n", "\r\n");
        var answer = new Routes()
                .add(photos)
                .handle(Request.post("/v1/photos", Body.of(form))
                        .with("Content-Type", "multipart/form-data; boundary=x"));
        assertThat(answer.body().text()).contains("\"caption\":\"Tom\"").contains("\"size\":7");
        var id = answer.headers().first("Location").orElseThrow().substring("/v1/photos/".length());
        assertThat(folder.resolve(id)).hasContent("a photo");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private static void missed(String id, BlockingQueue<Headline> queue) {
        queue.add(new Headline(id + "1", "missed"));
    }

    @Test
    void events() throws Exception {
        BlockingQueue<Headline> queue = new LinkedBlockingQueue<>();

        // @start region="guide-events"
        var news = Route.get(
                "/v1/news",
                request -> Events.of(events -> {
                    Events.lastId(request).ifPresent(id -> missed(id, queue));
                    while (true) {
                        var headline = events.next(queue);
                        events.send(Events.Event.json(headline).named("news").withId(headline.id()));
                    }
                }));
        // @end

        var answer = new Routes().add(news).handle(Request.get("/v1/news").with("Last-Event-ID", "7"));
        var sent = new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                if (size() > 10) {
                    throw new InterruptedIOException("the client has left");
                }
            }
        };
        assertThatThrownBy(() -> answer.body().writeTo(sent)).isInstanceOf(InterruptedIOException.class);
        assertThat(sent).hasToString(": \n\nid: 71\nevent: news\ndata: {\"id\":\"71\",\"text\":\"missed\"}\n\n");
    }

    @Test
    void lines() throws Exception {
        var stock = new ConcurrentSkipListMap<String, Kitten>();

        // @start region="guide-lines"
        var imports = Route.post("/v1/kittens/import", request -> {
                    int count = 0;
                    for (var kitten : JsonLines.read(request, Kitten.class)) {
                        stock.put(kitten.name(), kitten);
                        count++;
                    }
                    return Response.json(Map.of("imported", count));
                })
                .streaming();
        var export = Route.get(
                "/v1/kittens/export",
                _ -> JsonLines.of(lines -> {
                    for (var kitten : stock.values()) {
                        lines.write(kitten);
                    }
                }));
        // @end

        var routes = new Routes().add(imports).add(export);
        var body = "{\"name\":\"Tim\"}\n{\"name\":\"Tom\"}\n";
        assertThat(routes.handle(Request.post("/v1/kittens/import", Body.of(body)))
                        .body()
                        .text())
                .isEqualTo("{\"imported\":2}");
        assertThat(routes.handle(Request.get("/v1/kittens/export")).body().text())
                .isEqualTo(body);
    }
}
