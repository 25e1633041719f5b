/// Pool, migrations, transactions, and messages in SQL.
@NullMarked
package dev.margay.sql;

import org.jspecify.annotations.NullMarked;
