/// Ready middleware and handlers for what browsers and other clients expect.
///
/// **Belongs here:** features of HTTP that a service switches on by name: compression, files, conditions of
/// requests, pages of other origins, redirects, time limits.
///
/// **Not here:** the two function types themselves (→ `http`), metrics and logs (→ `observe`).
///
/// {@snippet class="examples.SnippetsTest" region="web"}
@NullMarked
package dev.margay.web;

import org.jspecify.annotations.NullMarked;
