/// The servers that the benchmarks compare: the same greeter, bare and equipped, on raw Netty, Vert.x, Helidon and
/// Margay.
///
/// Each program takes a port, and an equipped one also the file for its access log. Belongs here: what a user of that
/// server would write, and nothing to help or hinder it. Not here: Spring Boot (its own modules, since what is on its
/// class path switches features on), loading and measuring (→ `dev.margay.bench`).
@NullMarked
package dev.margay.bench.peers;

import org.jspecify.annotations.NullMarked;
