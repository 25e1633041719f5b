package examples.chapter1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.Service;
import dev.margay.http.Response;

/// A record is an object in JSON: `{"Message":"Hello World"}`, in capitals as the book's first has it.
final class WritingJson {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        return Service.named("writing-json")
                .config(arguments)
                .get("/helloworld", _ -> Response.json(new Loud("Hello World")));
    }

    record Loud(@JsonProperty("Message") String message) {}
}
