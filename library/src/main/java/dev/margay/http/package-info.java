/// HTTP as two function types: a [Handler] answers a request, a [Middleware] wraps a handler.
///
/// **Belongs here:** requests, responses, headers, bodies, routes, the one error vocabulary ([Problem]), and the small
/// middlewares every service has. A server calls a handler; a client *is* a handler.
///
/// **Not here:** sockets, threads and the engine's types (→ `engine`), ready-made features such as files or CORS
/// (→ `web`), metrics and logs (→ `observe`).
///
/// {@snippet class="examples.SnippetsTest" region="http"}
@NullMarked
package dev.margay.http;

import org.jspecify.annotations.NullMarked;
