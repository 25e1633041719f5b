/// The small benchmarks, run by JMH: what a request costs before and around its handler.
///
/// **Belongs here:** one JMH class for each question. **Not here:** anything over a socket (→ `dev.margay.bench`).
@NullMarked
package dev.margay.bench.micro;

import org.jspecify.annotations.NullMarked;
