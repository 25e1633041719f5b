/// The worker that sends the e-mail of the store.
@NullMarked
package kittens.mail;

import org.jspecify.annotations.NullMarked;
