package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Handler;
import dev.margay.http.Response;
import dev.margay.json.JsonException;
import java.util.function.Function;

/// As [CheckingFirst], but what the first handler has read goes to the next: `{"message":"Hello Nic"}`.
///
/// What a handler needs to know is an argument of it, checked by the compiler, and no entry in a map of
/// the request.
final class PassingOn {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        var checked = checked(hello -> Greeting.to(hello).line());
        return Service.named("passing-on")
                .config(arguments)
                .get("/helloworld", checked)
                .post("/helloworld", checked);
    }

    private static Handler checked(Function<Hello, Response> next) {
        return request -> {
            Hello hello;
            try {
                hello = Hello.first(request.body().bytes());
            } catch (JsonException _) {
                return Greeting.BAD_REQUEST;
            }
            return next.apply(hello);
        };
    }
}
