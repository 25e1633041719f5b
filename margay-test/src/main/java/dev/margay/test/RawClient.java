package dev.margay.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One connection that sends any bytes, right or wrong, and reads HTTP/1.1 answers. One thread at a time.
///
/// It checks nothing and repairs nothing: for hostile requests. Text is Latin-1, byte for character.
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// Connects to 127.0.0.1.
    public static RawClient to(int port) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /// How long each read waits at most; 20 s unless told.
    public RawClient patience(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        return this;
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// Ends this side of the connection; the other can still answer.
    public RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Reads one answer; the one to a HEAD request has no body.
    public Answer answer(boolean head) throws IOException {
        String line = line();
        var words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("status line '%s' (expected: HTTP/1.x and a status)".formatted(line));
        }
        var headers = new LinkedHashMap<String, String>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(words[1]);
        boolean bodiless = head || status < 200 || status == 204 || status == 304;
        return new Answer(status, headers, bodiless ? "" : body(headers));
    }

    /// Reads one answer to a request other than HEAD.
    public Answer answer() throws IOException {
        return answer(false);
    }

    private String body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return text(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return text(in.readAllBytes());
        }
        var body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            var piece = in.readNBytes(size);
            if (piece.length < size) {
                throw new EOFException("a chunk of %d bytes (announced: %d)".formatted(piece.length, size));
            }
            body.write(piece);
            line();
        }
        line();
        return text(body.toByteArray());
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    /// A line without its CRLF.
    public String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new EOFException("the connection ended after '%s'".formatted(text(line.toByteArray())));
            }
            if (one != '\r') {
                line.write(one);
            }
        }
        return text(line.toByteArray());
    }

    /// Everything until the other side closes; a reset is a close.
    public String rest() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            if (socket.isClosed()) {
                throw e;
            }
        }
        return text(all.toByteArray());
    }

    /// Bytes as they come, for answers too large to keep.
    public InputStream stream() {
        return in;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// One answer; header names in lower case.
    public record Answer(int status, Map<String, String> headers, String body) {}
}
