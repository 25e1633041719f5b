/// The standard constraints of `jakarta.validation` on records, read once and checked fast.
///
/// **Belongs here:** reading the annotations of a record, the meaning of each constraint, the list of what a value
/// violates.
///
/// **Not here:** the error a caller gets (→ `http`), rules that need a database or another service (→ the program).
///
/// {@snippet class="examples.SnippetsTest" region="validation"}
@NullMarked
package dev.margay.validation;

import org.jspecify.annotations.NullMarked;
