/// What travels with a call: its correlation id, trace, deadline, principal and cancellation.
///
/// **Belongs here:** values bound to the one [java.lang.ScopedValue] of the code base, and the few ways to carry
/// them to another thread ([Blocking], [Parallel]); the failures every layer may raise ([StartException]).
///
/// **Not here:** how they are read from and written to a protocol (→ `http`, `messaging`), what reacts to them
/// (→ `engine`, `observe`).
///
/// {@snippet class="examples.SnippetsTest" region="context"}
@NullMarked
package dev.margay.context;

import org.jspecify.annotations.NullMarked;
