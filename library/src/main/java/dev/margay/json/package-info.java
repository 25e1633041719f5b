/// Records to JSON text and back.
///
/// **Belongs here:** the one configured mapper, its strictness, and the formats of dates and durations.
///
/// **Not here:** how JSON travels (→ `http`, `messaging`), validation of what was read (→ `validation`).
///
/// {@snippet class="examples.SnippetsTest" region="json"}
@NullMarked
package dev.margay.json;

import org.jspecify.annotations.NullMarked;
