/// Measures Margay and its peers: throughput and latency over HTTP, time to start; the small ones are JMH's.
///
/// **Belongs here:** starting servers as processes of their own, loading them, reading what they used, tables.
/// **Not here:** the servers themselves (→ `bench/peers`, `bench/spring`), JMH classes (→ `dev.margay.bench.micro`).
@NullMarked
package dev.margay.bench;

import org.jspecify.annotations.NullMarked;
