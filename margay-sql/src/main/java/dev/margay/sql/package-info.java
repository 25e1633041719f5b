/// Transactions over JDBC: a SQLite file by default, MariaDB or MySQL when a server is wanted.
///
/// **Belongs here:** connections, transactions, groups of commits, migrations, the meaning of a driver's
/// errors.
///
/// **Not here:** messages in tables (→ `messages`), the tables of a service (→ its own module).
///
/// {@snippet class="examples.MessagingSnippetsTest" region="sql"}
@NullMarked
package dev.margay.sql;

import org.jspecify.annotations.NullMarked;
