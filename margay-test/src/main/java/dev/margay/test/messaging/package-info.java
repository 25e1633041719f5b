/// Contract suites of messaging: what every store, outbox and inbox has to do, tested the same way on each.
@NullMarked
package dev.margay.test.messaging;

import org.jspecify.annotations.NullMarked;
