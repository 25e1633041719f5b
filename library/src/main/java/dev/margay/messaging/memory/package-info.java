/// Messages in memory: the store for tests that need no database.
///
/// **Belongs here:** the same contract as every other store's, kept by simple means; what it holds is gone with the
/// process.
///
/// **Not here:** stores that last (→ `dev.margay.sql.messages`).
///
/// {@snippet class="examples.MessagingSnippetsTest" region="messaging"}
@NullMarked
package dev.margay.messaging.memory;

import org.jspecify.annotations.NullMarked;
