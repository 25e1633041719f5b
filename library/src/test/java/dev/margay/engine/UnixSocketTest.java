package dev.margay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.Response;
import dev.margay.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server for callers on the same machine.
final class UnixSocketTest {

    private static final Routes ROUTES = new Routes().get("/hello", _ -> Response.text("hello"));

    @TempDir
    private Path directory;

    private Path socket;

    @BeforeEach
    void choosePath() {
        socket = directory.resolve("s");
    }

    private TestServer serve(EngineOptions.Sockets sockets) {
        return TestServer.of(
                ROUTES, options -> options.withHost("unix:" + socket).with(sockets));
    }

    private String exchange(String request) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var out = Channels.newOutputStream(channel);
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void assertServed() throws IOException {
        for (int i = 0; i < 5; i++) { // more than there are loops
            assertThat(exchange("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(EngineOptions.Sockets.class)
    void itServesAndLeavesNothingBehind(EngineOptions.Sockets sockets) throws IOException {
        try (var server = serve(sockets)) {
            assertServed();
            assertThat(exchange("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(server.port()).isEqualTo(-1);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void whatAKilledServerLeftIsReplaced() throws IOException {
        try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();

        try (var _ = serve(EngineOptions.Sockets.NATIVE)) {
            assertServed();
        }
    }

    @Test
    void anotherServerIsNotReplaced() throws IOException {
        try (var _ = serve(EngineOptions.Sockets.NATIVE)) {
            assertThatThrownBy(() -> serve(EngineOptions.Sockets.NATIVE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another program listens there");
            assertServed();
        }
    }

    @Test
    void aFileIsNotReplaced() throws IOException {
        Files.writeString(socket, "precious");

        assertThatThrownBy(() -> serve(EngineOptions.Sockets.NATIVE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("a file that is no socket");
        assertThat(socket).hasContent("precious");
    }

    @Test
    void aPathThatCannotBeIsSaid() {
        for (var path : new Path[] {directory.resolve("no/such/s"), directory.resolve("x".repeat(200))}) {
            socket = path;
            assertThatThrownBy(() -> serve(EngineOptions.Sockets.NATIVE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on " + path);
        }
    }
}
