package dev.margay.http;

import dev.margay.json.Json;
import dev.margay.json.JsonException;
import dev.margay.validation.Validator;
import java.util.List;
import java.util.Locale;

/// Typed handlers: JSON in, validated, JSON out. The constraints of the input are read when the handler
/// is made.
///
/// A body of another type is a 415, a client that accepts no JSON gets a 406, before anything is done. A
/// body without a type is taken for JSON, and one of the type that `curl -d` gives to everything.
final class Typed {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> GIVEN = List.of(JSON, Problems.PROBLEM_JSON);

    private Typed() {}

    static <I> Handler of(Class<I> input, Operation<I, ?> operation) {
        return of(input, (_, value) -> operation.run(value));
    }

    static <I> Handler of(Class<I> input, Operation.OnRequest<I, ?> operation) {
        var validator = Validator.of(input);
        return request -> {
            checkTypes(request);
            return encode(operation.run(request, decode(request, input, validator)));
        };
    }

    private static void checkTypes(Request request) {
        String type = request.headers().find("Content-Type");
        if (type != null && !type.equals(JSON) && !isRead(type)) {
            throw Problem.of(
                            415,
                            "UnsupportedMediaType",
                            "This type of body is not read here (expected: %s).".formatted(JSON))
                    .at("Content-Type")
                    .with("Accept", JSON)
                    .exception();
        }
        String accept = request.headers().find("Accept");
        boolean any = accept == null || accept.equals("*/*") || accept.equals(JSON);
        if (!any && Accept.of(request).best(GIVEN).isEmpty()) {
            throw Problem.of(406, "NotAcceptable", "The answer is of another type (expected: %s).".formatted(JSON))
                    .at("Accept")
                    .exception();
        }
    }

    private static boolean isRead(String type) {
        var plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return plain.equals(JSON) || plain.endsWith("+json") || plain.equals(FORM);
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
