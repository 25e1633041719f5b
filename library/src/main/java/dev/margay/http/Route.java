package dev.margay.http;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A method, a path template and the handler behind them. Immutable.
///
/// Templates are absolute paths whose segments are text, a variable `{id}`, or at the end the rest of the path
/// `{path...}`. In front may stand the host they are for: `cats.example.com/images/{path...}`, or all hosts below one,
/// `*.example.com/`.
///
/// @param method in upper case, for example `GET`
/// @param template for example `/v1/kittens/{id}`; the name of the route in metrics and logs
/// @param handler what answers
/// @param body when the handler starts
/// @param work how it uses its thread
/// @param about what it says of itself, for its documentation
public record Route(String method, String template, Handler handler, Start body, Work work, About about) {

    /// When a handler starts.
    public enum Start {
        /// When the whole body has arrived, within the body limit: what typed handlers need.
        WHOLE_BODY,
        /// At the headers; the handler reads the body as it arrives.
        AT_HEADERS
    }

    /// How a handler uses its thread.
    public enum Work {
        /// Mostly waits: runs on the event loop's virtual thread.
        WAITS,
        /// Computes for long: runs on a bounded pool of its own, so that others are not held up.
        COMPUTES
    }

    public Route {
        if (!method.matches("[A-Z]{1,20}")) {
            throw new IllegalArgumentException(
                    "method '%s' (expected: upper-case letters)".formatted(Shown.of(method)));
        }
        Template.check(template);
    }

    public static Route of(String method, String template, Handler handler) {
        return new Route(method, template, handler, Start.WHOLE_BODY, Work.WAITS, About.nothing());
    }

    public static Route get(String template, Handler handler) {
        return of("GET", template, handler);
    }

    public static Route post(String template, Handler handler) {
        return of("POST", template, handler);
    }

    /// A typed route: the JSON body decoded and validated, the result encoded.
    public static <I> Route post(String template, Class<I> input, Operation<I, ?> operation) {
        return typed("POST", template, input, Typed.of(input, operation));
    }

    public static <I> Route post(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return typed("POST", template, input, Typed.of(input, operation));
    }

    public static Route put(String template, Handler handler) {
        return of("PUT", template, handler);
    }

    public static <I> Route put(String template, Class<I> input, Operation<I, ?> operation) {
        return typed("PUT", template, input, Typed.of(input, operation));
    }

    public static <I> Route put(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return typed("PUT", template, input, Typed.of(input, operation));
    }

    public static Route patch(String template, Handler handler) {
        return of("PATCH", template, handler);
    }

    public static <I> Route patch(String template, Class<I> input, Operation<I, ?> operation) {
        return typed("PATCH", template, input, Typed.of(input, operation));
    }

    public static <I> Route patch(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
        return typed("PATCH", template, input, Typed.of(input, operation));
    }

    public static Route delete(String template, Handler handler) {
        return of("DELETE", template, handler);
    }

    private static Route typed(String method, String template, Class<?> input, Handler handler) {
        return of(method, template, handler).about(About.nothing().takes(input));
    }

    /// This route, started at the headers: for uploads and proxies that stream.
    public Route streaming() {
        return new Route(method, template, handler, Start.AT_HEADERS, work, about);
    }

    /// This route, for a handler that computes for more than some milliseconds.
    public Route computes() {
        return new Route(method, template, handler, body, Work.COMPUTES, about);
    }

    /// This route inside the given middleware, the first outermost.
    public Route with(Middleware... outermostFirst) {
        var said = about;
        for (var each : outermostFirst) {
            said = said.and(each.about());
        }
        return new Route(method, template, handler.with(outermostFirst), body, work, said);
    }

    /// This route, which says this of itself, beside what it says already.
    public Route about(About said) {
        return new Route(method, template, handler, body, work, said.and(about));
    }

    /// What a route says of itself to those who will call it: the source of its documentation. Immutable.
    ///
    /// It changes nothing in what the route does. What every route may answer, such as 404, 405 and 500, goes
    /// without saying; what a typed route says of its input and a middleware of its refusals they say themselves.
    ///
    /// @param text what the route does: the first sentence is its title
    /// @param input of a typed route, or what its body is read as; null if it takes none
    /// @param parameters of the query and in headers; path variables go without saying
    /// @param answers that are no errors
    /// @param refusals errors that are the route's own
    /// @param schemes names of the ways to say who calls, any of which will do; none if nobody needs to
    public record About(
            String text,
            @Nullable Type input,
            List<Parameter> parameters,
            List<Answer> answers,
            List<Refusal> refusals,
            List<String> schemes) {

        private static final About NOTHING = new About("", null, List.of(), List.of(), List.of(), List.of());

        public About {
            parameters = List.copyOf(parameters);
            answers = List.copyOf(answers);
            refusals = List.copyOf(refusals);
            schemes = List.copyOf(schemes);
        }

        public static About nothing() {
            return NOTHING;
        }

        /// That it does this.
        public static About says(String text) {
            return new About(text, null, List.of(), List.of(), List.of(), List.of());
        }

        /// And that its body is read as this.
        public About takes(Type body) {
            return new About(text, body, parameters, answers, refusals, schemes);
        }

        /// And that its body is a merge patch of this: its members, of which none need be there (RFC 7396).
        public About patches(Type whole) {
            return takes(new Patch(whole));
        }

        /// And that it reads this parameter of the query, which may be missing.
        public About query(String name, Type type, String meaning) {
            return with(new Parameter(Parameter.Place.QUERY, name, type, meaning, false));
        }

        /// And that it reads this header, which may be missing.
        public About header(String name, Type type, String meaning) {
            return with(new Parameter(Parameter.Place.HEADER, name, type, meaning, false));
        }

        public About with(Parameter parameter) {
            return new About(text, input, plus(parameters, parameter), answers, refusals, schemes);
        }

        /// And that it may answer so, without a body.
        public About answers(int status, String meaning) {
            return with(new Answer(status, meaning, null, List.of()));
        }

        /// And that it may answer so, with a body of this type and these headers.
        public About answers(int status, String meaning, Type body, String... headers) {
            return with(new Answer(status, meaning, body, List.of(headers)));
        }

        public About with(Answer answer) {
            return new About(text, input, parameters, plus(answers, answer), refusals, schemes);
        }

        /// And that it may refuse with a [Problem] of this status and code.
        public About refuses(int status, String code, String meaning) {
            return new About(
                    text, input, parameters, answers, plus(refusals, new Refusal(status, code, meaning)), schemes);
        }

        /// And that the caller has to say who it is, for example by `bearer`.
        public About needs(String scheme) {
            return new About(text, input, parameters, answers, refusals, plus(schemes, scheme));
        }

        /// All of this, and what the other says; its text and input where this has none.
        public About and(About other) {
            return new About(
                    text.isEmpty() ? other.text : text,
                    input == null ? other.input : input,
                    plus(parameters, other.parameters),
                    plus(answers, other.answers),
                    plus(refusals, other.refusals),
                    plus(schemes, other.schemes));
        }

        private static <T> List<T> plus(List<T> some, T more) {
            return plus(some, List.of(more));
        }

        private static <T> List<T> plus(List<T> some, List<T> more) {
            var all = new ArrayList<>(some);
            more.stream().filter(one -> !all.contains(one)).forEach(all::add);
            return all;
        }

        /// A merge patch of a type, as the type of a body.
        public record Patch(Type whole) implements Type {}

        /// A value the route reads beside its body.
        public record Parameter(Place place, String name, Type type, String meaning, boolean required) {

            /// Where a parameter stands.
            public enum Place {
                QUERY,
                HEADER
            }
        }

        /// A way to answer.
        ///
        /// @param status 100 to 599: an error too, if its body is no [Problem]
        /// @param body null if there is none
        public record Answer(
                int status, String meaning, @Nullable Type body, List<String> headers) {

            public Answer {
                check(status, 100, 599);
                headers = List.copyOf(headers);
            }
        }

        /// A way to refuse.
        ///
        /// @param status 400 to 599
        /// @param code of the [Problem]
        public record Refusal(int status, String code, String meaning) {

            public Refusal {
                check(status, 400, 599);
            }
        }

        private static void check(int status, int least, int most) {
            if (status < least || status > most) {
                throw new IllegalArgumentException("status: %d (expected: %d to %d)".formatted(status, least, most));
            }
        }
    }

    /// Where routes are added, one line each: a table, a service.
    ///
    /// A typed route takes JSON in, validated, and gives JSON out; its operation may look at the request too.
    ///
    /// @param <S> what adding returns, to go on with
    public interface Collecting<S> {

        S add(Route route);

        default S get(String template, Handler handler) {
            return add(Route.get(template, handler));
        }

        default S post(String template, Handler handler) {
            return add(Route.post(template, handler));
        }

        default <I> S post(String template, Class<I> input, Operation<I, ?> operation) {
            return add(Route.post(template, input, operation));
        }

        default <I> S post(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
            return add(Route.post(template, input, operation));
        }

        default S put(String template, Handler handler) {
            return add(Route.put(template, handler));
        }

        default <I> S put(String template, Class<I> input, Operation<I, ?> operation) {
            return add(Route.put(template, input, operation));
        }

        default <I> S put(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
            return add(Route.put(template, input, operation));
        }

        default S patch(String template, Handler handler) {
            return add(Route.patch(template, handler));
        }

        default <I> S patch(String template, Class<I> input, Operation<I, ?> operation) {
            return add(Route.patch(template, input, operation));
        }

        default <I> S patch(String template, Class<I> input, Operation.OnRequest<I, ?> operation) {
            return add(Route.patch(template, input, operation));
        }

        default S delete(String template, Handler handler) {
            return add(Route.delete(template, handler));
        }
    }
}
