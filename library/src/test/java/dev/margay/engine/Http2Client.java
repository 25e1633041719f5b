package dev.margay.engine;

import dev.margay.test.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Frames of HTTP/2 on a bare socket, right or wrong as the test wants them (RFC 9113 section 4).
final class Http2Client implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final RawClient client;
    private final DataInputStream in;

    private Http2Client(RawClient client) {
        this.client = client;
        this.in = new DataInputStream(client.stream());
    }

    /// Connected, with settings of its own sent.
    static Http2Client to(TestServer server, byte[] settings) throws IOException {
        var client = new Http2Client(server.connect().patience(Duration.ofSeconds(20)));
        client.client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        client.frame(SETTINGS, 0, 0, settings);
        return client;
    }

    static Http2Client to(TestServer server) throws IOException {
        return to(server, new byte[0]);
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.write(stream >> 24);
        frame.write(stream >> 16);
        frame.write(stream >> 8);
        frame.write(stream);
        frame.writeBytes(payload);
        client.send(frame.toByteArray());
    }

    /// HEADERS with these names and values, each a literal without indexing (RFC 7541 section 6.2.2).
    void headers(int stream, int flags, String... namesAndValues) throws IOException {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            text(namesAndValues[i], block);
            text(namesAndValues[i + 1], block);
        }
        frame(HEADERS, flags | END_HEADERS, stream, block.toByteArray());
    }

    private static void text(String text, ByteArrayOutputStream block) {
        int rest = text.length() - 127;
        block.write(Math.min(text.length(), 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 0x7f) | 0x80);
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void request(int stream, int flags, String method, String path) throws IOException {
        headers(stream, flags, ":method", method, ":scheme", "http", ":authority", "a", ":path", path);
    }

    /// The next frame of the stream of one of these types; others are passed over.
    Frame next(int stream, int... types) throws IOException {
        while (true) {
            var frame = read();
            for (int type : types) {
                if (frame.type() == type && frame.stream() == stream) {
                    return frame;
                }
            }
        }
    }

    /// The next stream that is reset.
    int nextReset() throws IOException {
        var frame = read();
        while (frame.type() != RST_STREAM) {
            frame = read();
        }
        return frame.stream();
    }

    private Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /// Reads to the end of the connection.
    void readToEnd() throws IOException {
        in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // read once
    record Frame(int type, int flags, int stream, byte[] payload) {

        boolean ends() {
            return (flags & END_STREAM) != 0;
        }

        /// The payload of DATA as text.
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }
}
