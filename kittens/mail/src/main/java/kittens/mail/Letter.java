package kittens.mail;

import java.time.Instant;

/// One mail to one person. Immutable.
///
/// @param id of the message that asks for it, under which it is sent once
/// @param to whom it goes
/// @param subject one line
/// @param text lines, each of less than 78 characters where possible
/// @param date when it was asked for, so that it looks the same however often it is tried
record Letter(String id, Person to, String subject, String text, Instant date) {

    /// @param name may be empty
    record Person(String email, String name) {}
}
