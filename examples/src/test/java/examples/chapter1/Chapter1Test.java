package examples.chapter1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the book's first chapter types, and what it gets.
final class Chapter1Test {

    private static final String[] ON_FREE_PORTS = {"--port=0", "--host=127.0.0.1", "--admin.port=0"};

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Service.Running> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(Service.Running::close);
        client.close();
    }

    private void start(Service service) {
        running.add(service.start());
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /// As `curl -d` does.
    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at("/helloworld"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + running.getLast().port() + path);
    }

    private void answers(String body) throws IOException, InterruptedException {
        var answer = get("/helloworld");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
    }

    private void answers(String sent, int status, String body) throws IOException, InterruptedException {
        var answer = post(sent);

        assertThat(answer.statusCode()).as(sent).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    private void refuses(String sent) throws IOException, InterruptedException {
        answers(sent, 400, "Bad request\n");
    }

    @Test
    void helloWorld() throws Exception {
        start(HelloWorld.service(ON_FREE_PORTS));

        answers("Hello World\n");
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void writingJson() throws Exception {
        start(WritingJson.service(ON_FREE_PORTS));

        answers("{\"Message\":\"Hello World\"}");
        assertThat(get("/helloworld").headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void namingMembers() throws Exception {
        start(NamingMembers.service(ON_FREE_PORTS));

        answers("{\"message\":\"HelloWorld\"}");
    }

    @Test
    void streamingJson() throws Exception {
        start(StreamingJson.service(ON_FREE_PORTS));

        answers("{\"message\":\"HelloWorld\"}\n");
    }

    @Test
    void readingJson() throws Exception {
        start(ReadingJson.service(ON_FREE_PORTS));

        greets();
        refuses("{\"name\":\"Nic\"} {}");
        refuses("{\"name\":\"Nic\"}x");
    }

    /// What all that read a name say.
    private void greets() throws IOException, InterruptedException {
        answers("{\"name\":\"Nic\"}", 200, "{\"message\":\"Hello Nic\"}\n");
        answers("{\"name\":\"Zoë 🐈\"}", 200, "{\"message\":\"Hello Zoë 🐈\"}\n");
        answers("{\"name\":\"\"}", 200, "{\"message\":\"Hello \"}\n");
        answers("{\"name\":null,\"x\":1}", 200, "{\"message\":\"Hello \"}\n");
        answers("{}", 200, "{\"message\":\"Hello \"}\n");
        refusesBadBodies();
    }

    private void refusesBadBodies() throws IOException, InterruptedException {
        for (var bad :
                new String[] {"", " ", "{", "name=Nic", "[]", "[{\"name\":\"Nic\"}]", "{\"name\":1}", "\"Nic\"", "1 2"
                }) {
            refuses(bad);
        }
        refuses("[".repeat(100_000));
        var without = get("/helloworld");
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).isEqualTo("Bad request\n");
        assertThat(without.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    }

    @Test
    void readingFirstJson() throws Exception {
        start(ReadingFirstJson.service(ON_FREE_PORTS));

        greets();
        answers("{\"name\":\"Nic\"} {}", 200, "{\"message\":\"Hello Nic\"}\n");
        answers(" {\"name\":\"Nic\"}x", 200, "{\"message\":\"Hello Nic\"}\n");
        answers("null", 200, "{\"message\":\"Hello \"}\n");
    }

    @Test
    void catPictures() throws Exception {
        var images = Path.of("images"); // those of this module, where it is tested
        start(CatPictures.service(images, ON_FREE_PORTS));

        greets();
        var cat = client.send(
                HttpRequest.newBuilder(at("/cat/cat.jpg")).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(cat.statusCode()).isEqualTo(200);
        assertThat(cat.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(cat.body()).isEqualTo(Files.readAllBytes(images.resolve("cat.jpg")));
        String modified = cat.headers().firstValue("Last-Modified").orElseThrow();
        assertThat(get("/cat/cat.jpg", "If-Modified-Since", modified).statusCode())
                .isEqualTo(304);
        assertThat(get("/cat/cat.jpg", "Range", "bytes=1-2").statusCode()).isEqualTo(206);
        assertThat(get("/cat/").body()).contains("<pre>\n<a href=\"cat.jpg\">cat.jpg</a>\n</pre>");
        assertThat(get("/cat").statusCode()).isEqualTo(301);
        assertThat(get("/cat").headers().firstValue("Location")).hasValue("/cat/");
        assertThat(get("/cat/dog.jpg").statusCode()).isEqualTo(404);
    }

    @Test
    void checkingFirst() throws Exception {
        start(CheckingFirst.service(ON_FREE_PORTS));

        answers("{\"name\":\"Nic\"}", 200, "{\"message\":\"Hello\"}\n");
        refusesBadBodies();
    }

    @Test
    void passingOn() throws Exception {
        start(PassingOn.service(ON_FREE_PORTS));

        greets();
    }
}
