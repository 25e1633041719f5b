/// The one place that knows the HTTP engine: Vert.x core as transport, and how virtual threads are scheduled on it.
///
/// **Belongs here:** sockets, event loops, the limits on what strangers send, request threads, the pooled client.
///
/// **Not here:** what a request means (→ `http`), what a service adds to every request (→ `observe`, `dev.margay`). No
/// other package sees Vert.x or Netty.
///
/// {@snippet class="examples.SnippetsTest" region="engine"}
@NullMarked
package dev.margay.engine;

import org.jspecify.annotations.NullMarked;
