package dev.margay.http;

import dev.margay.json.Json;
import dev.margay.json.JsonException;

/// Typed handlers: JSON in, validated, JSON out.
final class Typed {

    private Typed() {}

    static <I> Handler of(Class<I> input, Operation<I, ?> operation) {
        return of(input, (_, value) -> operation.run(value));
    }

    static <I> Handler of(Class<I> input, Operation.OnRequest<I, ?> operation) {
        return request -> encode(operation.run(request, decode(request, input)));
    }

    private static <I> I decode(Request request, Class<I> input) throws Exception {
        try {
            return Json.read(request.body().bytes(), input);
        } catch (JsonException e) {
            throw Problem.badRequest(e.explanation()).exception(e);
        }
    }

    private static Response encode(Object result) {
        return result instanceof Response response ? response : Response.json(result);
    }
}
