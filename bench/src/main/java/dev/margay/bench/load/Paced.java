package dev.margay.bench.load;

/// One round at a constant rate; times count from when a request was due. Immutable.
public record Paced(double perSecond, double p50Millis, double p99Millis, double p999Millis, long failures) {

    public static Paced from(ResultLine line) {
        return new Paced(
                line.number("answered") * 1e6 / line.number("micros"),
                line.number("p50") / 1e3,
                line.number("p99") / 1e3,
                line.number("p999") / 1e3,
                line.number("failures"));
    }
}
