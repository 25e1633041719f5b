/// What bodies carry beyond one value: uploads, events, lines of JSON, each written or read while it goes
/// on.
///
/// **Belongs here:** formats of bodies that a handler takes apart or puts together piece by piece.
///
/// **Not here:** codings that change nothing in what a body says (→ `web`), JSON itself (→ `json`).
///
/// {@snippet class="examples.SnippetsTest" region="bodies"}
@NullMarked
package dev.margay.web.bodies;

import org.jspecify.annotations.NullMarked;
