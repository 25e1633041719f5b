/// The one door of a system: finds the service by the path, checks the token, and streams both ways.
///
/// **What a service sees** is the path, query, method and body as they came, and the headers without those that
/// belong to one connection (RFC 9110 section 7.6.1) or that only this gateway may set: `X-Forwarded-For`, `-Proto` and
/// `-Host`, `X-Internal-...` and their kin. `X-Request-ID` and the time left travel along.
///
/// **What a client sees** is the service's answer, or: 404 for a path that no service has or that could be read in two
/// ways, 401 for a token that is not valid (where a route needs one: see `open` in the settings), 413 for too large a
/// body, 429 for too many requests, 502 when the service
/// cannot be reached or broke off before it answered (retryable only if it has surely not seen the request), 503 when
/// all connections to it are taken, 504 when the time was over. A service that dies within its answer ends the client's
/// connection, so that half an answer never looks whole. Nothing is tried twice.
///
/// **Belongs here:** the table of routes, what is changed on the way, what is refused at the door.
///
/// **Not here:** HTTP itself (→ `dev.margay.engine`), tokens (→ `dev.margay.security`), anything a service decides.
@NullMarked
package dev.margay.gateway;

import org.jspecify.annotations.NullMarked;
