/// Users and sessions of the kitten store: who somebody is, proved by a password once and by tokens afterwards.
///
/// **Users.** An address belongs to one user, whatever its case. A password has 8 to 72 characters, counted
/// as Unicode code points; bytes do not count, for Argon2id hashes all of them. The welcome e-mail is queued
/// in the transaction that makes the user.
///
/// **Sessions.** Logging in gives an access token of 15 minutes and a refresh token. Each refresh token works once and
/// is replaced by the next; one that comes a second time was copied, so its session ends. Logging out ends the session:
/// its refresh tokens are worthless at once, its access token until it expires. A session ends after 30 days at the
/// latest.
///
/// **Guessing.** An unknown address, a wrong password and an account that is locked for a moment get the
/// same answer after the same time. From one client, ten failures for an address in a row are free; each
/// further one locks that pair for a time that doubles from one second to a minute. From all clients
/// together a hundred are free, then for at most ten seconds, and never for a client from which the user has
/// logged in before. So a stranger can slow a user down, but not lock anybody out. The counts are this
/// process's own and are forgotten after 15 quiet minutes.
///
/// **Belongs here:** accounts, passwords, sessions, keys, the audit of log-ins.
///
/// **Not here:** what a user may do with which thing (→ the service that owns the thing), sending mail (→
/// `kittens.mail`).
@NullMarked
package kittens.auth;

import org.jspecify.annotations.NullMarked;
