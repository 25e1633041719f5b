package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.json.JsonException;
import java.io.IOException;

/// As [ReadingJson], but what follows the value in the body is left alone.
final class ReadingFirstJson {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        return Service.named("reading-first-json")
                .config(arguments)
                .get("/helloworld", ReadingFirstJson::greet)
                .post("/helloworld", ReadingFirstJson::greet);
    }

    static Response greet(Request request) throws IOException {
        try {
            return Greeting.to(Hello.first(request.body().bytes())).line();
        } catch (JsonException _) {
            return Greeting.BAD_REQUEST;
        }
    }
}
