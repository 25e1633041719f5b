/// Queues and topics: what is accepted is processed, or waits where it can be found.
@NullMarked
package dev.margay.messaging;

import org.jspecify.annotations.NullMarked;
