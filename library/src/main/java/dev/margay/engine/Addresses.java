package dev.margay.engine;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Addresses as text, without a name look-up.
final class Addresses {

    private Addresses() {}

    /// `127.0.0.1:49152` or `[::1]:49152`.
    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return address.toString();
        }
        String host = inet.getAddress().getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + inet.getPort() : host + ":" + inet.getPort();
    }
}
