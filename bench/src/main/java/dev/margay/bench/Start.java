package dev.margay.bench;

import java.util.List;

/// How the starts of one program went. Immutable.
///
/// @param plain without a cache
/// @param cached with the JDK's AOT cache, made by a run of the same program
record Start(String name, List<Round> plain, List<Round> cached) {
    Start {
        plain = List.copyOf(plain);
        cached = List.copyOf(cached);
    }

    /// One start: how long to the first right answer, and how large the process is then.
    record Round(double millis, double residentMebibytes) {}
}
