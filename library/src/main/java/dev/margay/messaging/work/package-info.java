/// What happens between programs and stores, the same for all stores: claiming, leases, retries, relaying, projecting.
///
/// **Belongs here:** [dev.margay.messaging.work.Messaging], by which a program gets its queues and topics, and the
/// threads behind it.
///
/// **Not here:** what is promised (→ `messaging`), where messages are kept (→ `messaging.memory`, `sql.messages`).
///
/// {@snippet class="examples.MessagingSnippetsTest" region="messaging"}
@NullMarked
package dev.margay.messaging.work;

import org.jspecify.annotations.NullMarked;
