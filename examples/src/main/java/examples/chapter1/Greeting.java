package examples.chapter1;

import dev.margay.http.Body;
import dev.margay.http.Response;
import dev.margay.json.Json;

/// What most programs of this chapter answer.
record Greeting(String message) {

    static final Response BAD_REQUEST = Response.text(400, "Bad request\n");

    static Greeting to(Hello hello) {
        return new Greeting("Hello " + hello.whom());
    }

    /// As a line of JSON.
    Response line() {
        return Response.json(this).with(Body.of(Json.text(this) + "\n"));
    }
}
