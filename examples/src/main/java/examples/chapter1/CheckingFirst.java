package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Handler;
import dev.margay.json.JsonException;

/// A handler in front of another lets only good bodies through: `{"message":"Hello"}`, or `Bad request`.
final class CheckingFirst {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        var greeting = new Greeting("Hello");
        var checked = checked(_ -> greeting.line());
        return Service.named("checking-first")
                .config(arguments)
                .get("/helloworld", checked)
                .post("/helloworld", checked);
    }

    private static Handler checked(Handler next) {
        return request -> {
            try {
                Hello.first(request.body().bytes());
            } catch (JsonException _) {
                return Greeting.BAD_REQUEST;
            }
            return next.handle(request);
        };
    }
}
