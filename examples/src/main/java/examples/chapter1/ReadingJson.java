package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.json.Json;
import dev.margay.json.JsonException;
import java.io.IOException;

/// `curl localhost:8080/helloworld -d '{"name":"Nic"}'` says `{"message":"Hello Nic"}`.
///
/// The body is one value and nothing else; without one it is `Bad request`.
final class ReadingJson {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        return Service.named("reading-json")
                .config(arguments)
                .get("/helloworld", ReadingJson::greet)
                .post("/helloworld", ReadingJson::greet);
    }

    private static Response greet(Request request) throws IOException {
        try {
            return Greeting.to(Json.read(request.body().bytes(), Hello.class)).line();
        } catch (JsonException _) {
            return Greeting.BAD_REQUEST;
        }
    }
}
