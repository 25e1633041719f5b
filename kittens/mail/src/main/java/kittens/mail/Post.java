package kittens.mail;

import dev.margay.messaging.MessageHandler.PoisonException;

/// Gives letters away.
@FunctionalInterface
interface Post {

    /// Returns when the letter is safe with whoever carries it on.
    ///
    /// @throws PoisonException if it never will be
    /// @throws Exception if it is not, or not known to be: trying again is right
    void send(Letter letter) throws Exception;
}
