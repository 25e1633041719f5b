package dev.margay.http;

import dev.margay.json.Json;
import dev.margay.json.JsonException;
import dev.margay.validation.Validator;
import dev.margay.validation.Violation;
import java.util.ArrayList;
import java.util.List;

/// Typed handlers: JSON in, validated, JSON out. The constraints of the input are read when the handler is made.
final class Typed {

    /// More would make a large answer of a small request.
    private static final int MOST_DETAILS = 1_000;

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
            throw invalid(violations).exception();
        }
        return value;
    }

    private static Problem invalid(List<Violation> violations) {
        var problem = Problem.of(
                400,
                "Invalid",
                "The request has %d invalid %s."
                        .formatted(violations.size(), violations.size() == 1 ? "value" : "values"));
        var details = new ArrayList<Problem.Detail>();
        for (var violation : violations.subList(0, Math.min(violations.size(), MOST_DETAILS))) {
            details.add(new Problem.Detail(violation.code(), violation.message(), violation.target()));
        }
        return problem.with(details);
    }

    private static Response encode(Object result) {
        return result instanceof Response response ? response : Response.json(result);
    }
}
