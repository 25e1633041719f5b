package dev.margay.gateway;

import java.util.List;
import java.util.Locale;

/// Which paths mean the same to everybody who reads them, so that the gateway and a service cannot differ.
final class Paths {

    /// What some readers take for a separator, and others for a part of a name: slash, backslash, parameter, and the
    /// percent sign that would hide them from the first decoding.
    private static final List<String> AMBIGUOUS = List.of("//", "\\", ";", "%2f", "%5c", "%3b", "%25", "%00");

    private Paths() {}

    /// @param path as it stands in the request target
    static boolean plain(String path) {
        var lower = path.toLowerCase(Locale.ROOT);
        return AMBIGUOUS.stream().noneMatch(lower::contains);
    }
}
