package dev.margay.bench;

/// One round at full load. Immutable.
///
/// @param logged share of the answered requests with a line in the access log; 1 where none is asked for
record Peak(Rate rate, Cost cost, long failures, double logged) {

    /// How quick.
    record Rate(double perSecond, double p50Millis, double p99Millis) {}

    /// For how much.
    record Cost(double cpuMillisPerThousand, double residentMebibytes) {}
}
