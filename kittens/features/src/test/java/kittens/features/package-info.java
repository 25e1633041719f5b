/// What the store promises, in the words of its users, asked of the whole system from outside.
///
/// **Belongs here:** the features, the steps behind them, and the tests that kill programs while they work.
///
/// **Not here:** what a single service promises (→ the tests of that service).
@NullMarked
package kittens.features;

import org.jspecify.annotations.NullMarked;
