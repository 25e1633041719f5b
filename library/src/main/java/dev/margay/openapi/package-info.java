/// What a service answers, as OpenAPI 3.1: from its routes, its records, their constraints and their comments.
///
/// **Belongs here:** the document, the pages that show it, its other formats, and what a change of it breaks.
///
/// **Not here:** what a route says of itself (→ `http.About`), programs written from a document (→ `openapi.client`).
///
/// {@snippet class="examples.SnippetsTest" region="openapi"}
@NullMarked
package dev.margay.openapi;

import org.jspecify.annotations.NullMarked;
