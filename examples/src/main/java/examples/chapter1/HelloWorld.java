package examples.chapter1;

import dev.margay.Service;
import dev.margay.http.Response;

/// `curl localhost:8080/helloworld` says `Hello World`.
final class HelloWorld {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        return Service.named("hello-world").config(arguments).get("/helloworld", _ -> Response.text("Hello World\n"));
    }
}
