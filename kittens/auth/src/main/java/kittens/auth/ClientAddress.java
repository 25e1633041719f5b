package kittens.auth;

import dev.margay.http.Request;
import java.util.regex.Pattern;

/// Where a request comes from: its peer, or whom a gateway on this machine names in `X-Forwarded-For`.
final class ClientAddress {

    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+|::1|0:0:0:0:0:0:0:1");
    private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F.:%]{2,64}");

    private ClientAddress() {}

    static String of(Request request) {
        var peer = request.remoteHost();
        if (!LOOPBACK.matcher(peer).matches()) {
            return peer;
        }
        return request.headers()
                .first("X-Forwarded-For")
                .map(String::strip)
                .filter(address -> NUMERIC.matcher(address).matches())
                .orElse(peer);
    }
}
