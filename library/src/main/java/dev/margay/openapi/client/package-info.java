/// Clients written from a document: source text in Java and TypeScript.
///
/// **Belongs here:** what a generated client looks like.
///
/// **Not here:** the document itself (→ `openapi`), calling other services by hand (→ `engine.HttpClient`).
///
/// {@snippet class="examples.ApiGuideTest" region="api.clients"}
@NullMarked
package dev.margay.openapi.client;

import org.jspecify.annotations.NullMarked;
