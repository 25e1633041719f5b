/// How fast the SQL layer commits on this machine's disk.
///
/// **Belongs here:** the load and its figures. **Not here:** proof that it is right (→ the tests of
/// `margay-sql`).
@NullMarked
package dev.margay.bench.sql;

import org.jspecify.annotations.NullMarked;
