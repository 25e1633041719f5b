package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Body;
import dev.margay.http.Response;
import dev.margay.json.Json;

/// The value is written into the answer as it is encoded, never as a whole in memory:
/// `{"message":"HelloWorld"}` on a line.
final class StreamingJson {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        return Service.named("streaming-json")
                .config(arguments)
                .get(
                        "/helloworld",
                        _ -> Response.of(200)
                                .with("Content-Type", "application/json")
                                .with(Body.writtenBy(out -> {
                                    Json.write(new Greeting("HelloWorld"), out);
                                    out.write('\n');
                                })));
    }
}
