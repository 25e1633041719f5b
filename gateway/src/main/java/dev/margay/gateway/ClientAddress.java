package dev.margay.gateway;

/// The address of a peer without its port.
final class ClientAddress {

    private ClientAddress() {}

    /// @param remote `192.0.2.1:4711` or `[2001:db8::1]:4711`
    static String of(String remote) {
        int colon = remote.lastIndexOf(':');
        var host = colon < 0 ? remote : remote.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
