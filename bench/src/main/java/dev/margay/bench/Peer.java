package dev.margay.bench;

import dev.margay.bench.process.Launch;
import java.util.Locale;

/// A server that is measured. Immutable.
///
/// @param name as it stands in the tables
/// @param column bare or equipped
/// @param blocking whether its handlers are plain blocking code
record Peer(String name, Column column, boolean blocking, Launch launch) {

    boolean isMargay() {
        return name.startsWith("margay");
    }

    /// What a server does for a request beside its handler.
    enum Column {
        /// Nothing.
        BARE,
        /// Request id, metrics, validation, access log.
        EQUIPPED;

        String title() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
