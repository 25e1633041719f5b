package dev.margay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LifelineTest {

    @Test
    void whatIsWrittenChangesNothingAndTheEndEndsTheProcess() throws Exception {
        var cut = new CountDownLatch(1);
        try (var otherEnd = new PipedOutputStream()) {
            Lifeline.watch(new PipedInputStream(otherEnd), cut::countDown);

            otherEnd.write("still here\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            otherEnd.flush();

            assertThat(cut.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWorkerHasNoPortButTheAdmins() {
        var worker = Service.named("worker")
                .config(dev.margay.config.Configuration.from(dev.margay.config.Sources.ofText("")))
                .onlyAdminPort(0);

        try (var running = worker.start()) {
            assertThat(running.port()).isEqualTo(-1);
            assertThat(running.adminPort()).isPositive();
        }
    }
}
