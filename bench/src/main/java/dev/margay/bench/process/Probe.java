package dev.margay.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One request on a connection of its own, to learn whether a server is there and answers right. Immutable.
///
/// @param begin how the answer must begin
/// @param part what must stand in it
public record Probe(String request, String begin, String part) {
    private static final int LIMIT_MILLIS = 2_000;

    /// The book's request: a name in, a greeting out.
    public static Probe hello(String path) {
        return new Probe(post(path, "", "Nic"), "HTTP/1.1 200", "{\"message\":\"Hello Nic\"}");
    }

    /// As [#hello(String)], with a request id that must come back.
    public static Probe requestId(String path) {
        return new Probe(post(path, "X-Request-ID: tom-4711\r\n", "Nic"), "HTTP/1.1 200", "tom-4711");
    }

    /// A blank name, which validation must refuse.
    public static Probe blankName(String path) {
        return new Probe(post(path, "", " "), "HTTP/1.1 400", "");
    }

    /// A page that must hold this text.
    public static Probe get(String path, String part) {
        var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        return new Probe(request, "HTTP/1.1 200", part);
    }

    private static String post(String path, String headers, String name) {
        var body = "{\"name\":\"" + name + "\"}";
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    /// Whether the answer is the one expected; false as long as nobody listens.
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
            if (answer.length() >= begin.length() && (answer.indexOf(begin) != 0 || answer.indexOf(part) >= 0)) {
                return answer.indexOf(begin) == 0;
            }
        }
        return false;
    }
}
