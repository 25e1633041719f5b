/// Queues and topics: what is accepted is processed, or waits where it can be found with its history.
///
/// Delivery is at least once, normally once; an effect in the same database as its [dev.margay.messaging.Inbox] mark
/// happens once. What is published in a transaction goes to the service's [dev.margay.messaging.Outbox] and from there
/// to the broker.
///
/// **Belongs here:** what programs say ([dev.margay.messaging.Queue], [dev.margay.messaging.Topics]) and what a back
/// end has to do ([dev.margay.messaging.MessageStore]).
///
/// **Not here:** what happens between the two (→ `work`, where a program begins), the stores (→ `memory`,
/// `dev.margay.sql.messages` and one module for each broker), metrics made of [dev.margay.messaging.MessagingEvent]
/// (→ `observe`), how payloads become records (→ `json`).
///
/// {@snippet class="examples.MessagingSnippetsTest" region="messaging"}
@NullMarked
package dev.margay.messaging;

import org.jspecify.annotations.NullMarked;
