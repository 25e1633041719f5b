/// The worker that sends e-mail: a welcome for each registration, a confirmation for each order.
///
/// It takes the queue `registration.welcome_email` and, in the group `confirmation-mailer`, the events `new_order`. By
/// default a mail is a file `<home>/mail/<kind>-<message id>.eml`; with `mail.smtp=host:port` it goes to that server.
/// There `mail.user` and `mail.password` log in, and `mail.encryption` says whether STARTTLS is `required`, the
/// default with a user, or used `if-offered`.
///
/// A mail that cannot be given away is tried again, within half a minute at the latest, for days; nothing is lost, and
/// readiness tells when the oldest has waited too long. What can never be sent (no readable address, refused by the
/// server for good, with 5xx to the recipient or the text) becomes a dead letter at once.
///
/// Each message has one mail: the id of what was given away is kept, and a file's name is made of it, so that writing
/// it again changes nothing. What remains is SMTP: a process that dies between the server's answer and keeping the id
/// sends that one mail a second time, with the same `Message-ID`, by which the receiving side can tell.
///
/// **Belongs here:** what mails say, how they look on the wire, where they go.
///
/// **Not here:** who registers or orders (→ `kittens.auth`, `kittens.product`), retries and leases (→
/// `dev.margay.messaging`).
@NullMarked
package kittens.mail;

import org.jspecify.annotations.NullMarked;
