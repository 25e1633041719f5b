package dev.margay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class PortsTest {

    @Test
    void aPortThatSomebodyListensOnIsTaken() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();

            var taken = Ports.taken(List.of(Ports.free(), port));

            assertThat(taken).map(Ports.Taken::port).contains(port);
            assertThat(taken.orElseThrow().shown()).startsWith("port %d is in use".formatted(port));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theListenerIsNamed() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var taken = Ports.taken(List.of(listener.getLocalPort())).orElseThrow();

            assertThat(taken.shown())
                    .endsWith(" is in use by pid %d (java)"
                            .formatted(ProcessHandle.current().pid()));
        }
    }

    @Test
    void freePortsAreNotTaken() {
        assertThat(Ports.taken(List.of(Ports.free(), Ports.free()))).isEmpty();
    }
}
