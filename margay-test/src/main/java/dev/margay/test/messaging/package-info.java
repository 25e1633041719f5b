/// Contract suites of messaging: what every store, outbox and inbox has to do, tested the same way on each.
///
/// **Belongs here:** the suites, and the fixture by which a store takes part in them with one small class.
///
/// **Not here:** what only one store does (→ its own tests).
@NullMarked
package dev.margay.test.messaging;

import org.jspecify.annotations.NullMarked;
