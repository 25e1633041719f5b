/// Benchmarks: small ones with JMH, large ones against peers.
@NullMarked
package dev.margay.bench;

import org.jspecify.annotations.NullMarked;
