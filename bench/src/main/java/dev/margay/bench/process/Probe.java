package dev.margay.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One request on a connection of its own, to learn whether a server is there and answers right. Immutable.
public record Probe(String request, String expected) {
    private static final String OK = "HTTP/1.1 200";
    private static final int LIMIT_MILLIS = 2_000;

    /// The book's request: a name in, a greeting out.
    public static Probe hello(String path) {
        var body = "{\"name\":\"Nic\"}";
        var request = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        return new Probe(request, "{\"message\":\"Hello Nic\"}");
    }

    /// Any 200 will do.
    public static Probe get(String path) {
        return new Probe("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "");
    }

    /// Whether the answer is a 200 with the body expected; false as long as nobody listens.
    public boolean answered(int port) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return isRight(socket.getInputStream());
        } catch (IOException e) {
            // Not yet listening, or going down: both are "no", and the caller has a limit for how long it asks.
            return false;
        }
    }

    // Not to the end of the stream: some servers leave the connection open although asked to close it.
    private boolean isRight(InputStream input) throws IOException {
        var answer = new StringBuilder();
        var buffer = new byte[1_024];
        for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            if (answer.length() >= OK.length() && (answer.indexOf(OK) != 0 || answer.indexOf(expected) >= 0)) {
                return answer.indexOf(OK) == 0;
            }
        }
        return false;
    }
}
