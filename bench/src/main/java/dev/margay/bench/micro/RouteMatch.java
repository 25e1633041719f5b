package dev.margay.bench.micro;

import dev.margay.http.Headers;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Routes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long the table of a service of usual size takes to find a route. Public, and not final, as JMH wants it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouteMatch {
    private static final List<String> NOUNS =
            List.of("kittens", "orders", "users", "sessions", "images", "prices", "breeds", "reviews");

    private final Routes routes = table();

    /// A path without variables: the whole path is looked up.
    @Benchmark
    public Routes.Match fixed() {
        return routes.match("POST", "/v1/orders", Headers.empty());
    }

    /// A variable at the end.
    @Benchmark
    public Routes.Match variable() {
        return routes.match("GET", "/v1/kittens/42", Headers.empty());
    }

    /// A variable between texts, and a query that does not count.
    @Benchmark
    public Routes.Match nested() {
        return routes.match("GET", "/v1/users/7/orders?page_size=20", Headers.empty());
    }

    /// The rest of the path as one variable.
    @Benchmark
    public Routes.Match subtree() {
        return routes.match("GET", "/files/2026/11/tom.png", Headers.empty());
    }

    /// What strangers try.
    @Benchmark
    public Routes.Match unknown() {
        return routes.match("GET", "/wp-admin/setup.php", Headers.empty());
    }

    private static Routes table() {
        var routes = new Routes().add(Route.get("/files/{path...}", _ -> Response.of(200)));
        for (var noun : NOUNS) {
            var all = "/v1/" + noun;
            routes.add(Route.get(all, _ -> Response.of(200)));
            routes.add(Route.post(all, _ -> Response.of(201)));
            routes.add(Route.get(all + "/{id}", _ -> Response.of(200)));
            routes.add(Route.delete(all + "/{id}", _ -> Response.of(204)));
            routes.add(Route.get(all + "/{id}/orders", _ -> Response.of(200)));
        }
        return routes;
    }
}
