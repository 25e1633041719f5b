/// Messages in SQL: the store of queues and topics, and the outbox and inbox of a service, on SQLite and MariaDB.
///
/// **Belongs here:** the tables whose names begin with `mq_` and every statement on them.
///
/// **Not here:** how statements reach a database (→ `sql`), what is promised (→ `messaging`), what happens between
/// programs and stores (→ `messaging.work`).
///
/// {@snippet class="examples.MessagingSnippetsTest" region="sql.messages"}
@NullMarked
package dev.margay.sql.messages;

import org.jspecify.annotations.NullMarked;
