package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Middleware;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.json.JsonException;

/// As [CheckingFirst], but what was read in front goes on with the request: `{"message":"Hello Nic"}`.
///
/// It is found by its type; there are no names to collide or to be mistaken.
final class PassingOn {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        Middleware reading = next -> request -> {
            Hello hello;
            try {
                hello = Hello.first(request.body().bytes());
            } catch (JsonException _) {
                return Greeting.BAD_REQUEST;
            }
            return next.handle(request.attach(hello));
        };
        return Service.named("passing-on")
                .config(arguments)
                .add(Route.get("/helloworld", PassingOn::greet).with(reading))
                .add(Route.post("/helloworld", PassingOn::greet).with(reading));
    }

    private static Response greet(Request request) {
        return Greeting.to(request.attached(Hello.class).orElseThrow()).line();
    }
}
