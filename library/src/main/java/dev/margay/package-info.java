/// The library: compose, start and drain a service.
///
/// **Belongs here:** [Service], and what holds for a whole process: its settings, the way of a request through it, its
/// signals, its lifeline, who is answered on its admin port, how it ends when it cannot start.
///
/// **Not here:** everything a service is made of. What travels with a call is in `context`, settings in `config`, JSON
/// in `json`, rules on values in `validation`, requests and routes in `http`, sockets and threads in `engine`, ready
/// middleware in `web`, queues and topics in `messaging`, metrics and logs in `observe`.
///
/// {@snippet class="examples.Greeter" region="greeter"}
@NullMarked
package dev.margay;

import org.jspecify.annotations.NullMarked;
