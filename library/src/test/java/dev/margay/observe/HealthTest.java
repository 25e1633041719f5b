package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Health health = new Health(nanos::get);

    private Health.Finding finding(String name) {
        return Objects.requireNonNull(health.findings().get(name));
    }

    @Test
    void withoutChecksAServiceIsReady() {
        assertThat(health.readiness()).isEqualTo(Health.Status.UP);
    }

    @Test
    void oneCheckThatFailsMakesItNotReady() {
        health.add("good", () -> {});
        health.add("bad", () -> {
            throw new IOException("lost");
        });

        assertThat(health.readiness()).isEqualTo(Health.Status.DOWN);
        assertThat(finding("good").status()).isEqualTo(Health.Status.UP);
        assertThat(finding("bad").reason()).isEqualTo("java.io.IOException: lost");
    }

    @Test
    void aStoppingServiceIsNotReadyThoughItsChecksAreUp() {
        health.add("good", () -> {});

        health.drain();

        assertThat(health.readiness()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void aCheckRunsAtMostOnceASecond() {
        var runs = new AtomicInteger();
        health.add("counted", runs::incrementAndGet);

        health.readiness();
        health.readiness();
        assertThat(runs).hasValue(1);

        nanos.addAndGet(1_000_000_000);
        health.readiness();
        assertThat(runs).hasValue(2);
    }

    @Test
    void aCheckThatHangsIsDownAndNotStartedAgain() {
        var runs = new AtomicInteger();
        var release = new CountDownLatch(1);
        health.add("hanging", () -> {
            runs.incrementAndGet();
            release.await();
        });

        assertThat(health.readiness()).isEqualTo(Health.Status.DOWN);
        nanos.addAndGet(10_000_000_000L);
        assertThat(finding("hanging").reason()).isEqualTo("no answer within 2 s");
        assertThat(runs).hasValue(1);

        release.countDown();
    }

    @Test
    void namesAreGivenOnce() {
        health.add("database", () -> {});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> health.add("database", () -> {}))
                .withMessageContaining("'database'");
    }
}
