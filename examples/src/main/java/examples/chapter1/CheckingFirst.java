package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Route;
import dev.margay.json.JsonException;

/// A handler in front of another lets only good bodies through: `{"message":"Hello"}`, or `Bad request`.
final class CheckingFirst {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        Middleware checking = next -> request -> {
            try {
                Hello.first(request.body().bytes());
            } catch (JsonException _) {
                return Greeting.BAD_REQUEST;
            }
            return next.handle(request);
        };
        Handler hello = _ -> new Greeting("Hello").line();
        return Service.named("checking-first")
                .config(arguments)
                .add(Route.get("/helloworld", hello).with(checking))
                .add(Route.post("/helloworld", hello).with(checking));
    }
}
