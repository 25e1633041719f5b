package kittens.auth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The record of what concerns security: who did what from where, and why it was refused. Never a secret.
final class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    /// What happened.
    enum Event {
        REGISTERED("registered"),
        LOGGED_IN("logged in"),
        LOG_IN_REFUSED("log-in refused"),
        REFRESHED("session refreshed"),
        REFRESH_REFUSED("refresh refused"),
        LOGGED_OUT("logged out");

        private final String words;

        Event(String words) {
            this.words = words;
        }

        private Level level() {
            return this == LOG_IN_REFUSED || this == REFRESH_REFUSED ? Level.WARN : Level.INFO;
        }
    }

    void tell(Event event, String who, String client) {
        tell(event, who, client, "");
    }

    /// @param who a user's id, or the address somebody tried to log in with
    /// @param client where from
    void tell(Event event, String who, String client, String why) {
        var line = LOG.atLevel(event.level()).addKeyValue("who", who).addKeyValue("client", client);
        (why.isEmpty() ? line : line.addKeyValue("why", why)).log(event.words);
    }
}
