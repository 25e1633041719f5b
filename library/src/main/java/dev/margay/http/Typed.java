package dev.margay.http;

import dev.margay.json.Json;
import dev.margay.json.JsonException;
import dev.margay.validation.Validator;

/// Typed handlers: JSON in, validated, JSON out. The constraints of the input are read when the handler is made.
final class Typed {

    private Typed() {}

    static <I> Handler of(Class<I> input, Operation<I, ?> operation) {
        return of(input, (_, value) -> operation.run(value));
    }

    static <I> Handler of(Class<I> input, Operation.OnRequest<I, ?> operation) {
        var validator = Validator.of(input);
        return request -> encode(operation.run(request, decode(request, input, validator)));
    }

    private static <I> I decode(Request request, Class<I> input, Validator<I> validator) throws Exception {
        I value;
        try {
            value = Json.read(request.body().bytes(), input);
        } catch (JsonException e) {
            throw Problems.of(e).exception(e);
        }
        var violations = validator.violations(value);
        if (!violations.isEmpty()) {
            throw Problems.invalid(violations).exception();
        }
        return value;
    }

    private static Response encode(Object result) {
        return result instanceof Response response ? response : Response.json(result);
    }
}
