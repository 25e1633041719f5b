package dev.margay.bench.micro;

import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What each step around a handler costs. Public, and not final, as JMH wants it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MiddlewareChain {
    /// How many steps lie around the handler.
    @Param({"0", "4", "16"})
    public int steps;

    private final Request request = Request.get("/v1/kittens");
    private Handler passing = _ -> Response.of(200);
    private Handler marking = passing;

    /// Wraps the handler, innermost first.
    @Setup
    public void wrap() {
        Middleware pass = next -> request -> next.handle(request);
        Middleware mark = next -> request -> next.handle(request).with("X-Step", "done");
        for (var i = 0; i < steps; i++) {
            passing = pass.around(passing);
            marking = mark.around(marking);
        }
    }

    /// Steps that only call on.
    @Benchmark
    public Response passing() throws Exception {
        return passing.handle(request);
    }

    /// Steps that set a header each.
    @Benchmark
    public Response marking() throws Exception {
        return marking.handle(request);
    }
}
