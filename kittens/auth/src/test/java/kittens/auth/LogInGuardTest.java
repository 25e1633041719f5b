package kittens.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.test.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LogInGuardTest {

    private static final EmailAddress TOM = new EmailAddress("tom@example.com");
    private static final String HOME = "192.0.2.1";

    private final ManualClock clock = ManualClock.standing();
    private final LogInGuard guard = new LogInGuard(clock);

    private int admitted(int attempts, String client) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += guard.admits(TOM, client) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void tenFailuresAreFreeAndTheEleventhLocks() {
        assertThat(admitted(20, HOME)).isEqualTo(11);
    }

    @Test
    void theLockDoublesUpToAMinute() {
        admitted(11, HOME);

        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(2, HOME)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(1, HOME)).isZero();
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(admitted(2, HOME)).isEqualTo(1);
        }
    }

    @Test
    void successClearsTheCount() {
        admitted(11, HOME);
        clock.advance(Duration.ofSeconds(1));
        assertThat(guard.admits(TOM, HOME)).isTrue();

        guard.succeeded(TOM, HOME);

        assertThat(admitted(20, HOME)).isEqualTo(11);
    }

    @Test
    void failuresAreForgottenAfterAQuietQuarterOfAnHour() {
        admitted(11, HOME);

        clock.advance(Duration.ofMinutes(16));

        assertThat(admitted(20, HOME)).isEqualTo(11);
    }

    @Test
    void oneClientsFailuresDoNotLockAnother() {
        admitted(20, "198.51.100.1");

        assertThat(guard.admits(TOM, HOME)).isTrue();
    }

    @Test
    void manyClientsTogetherAreSlowedDownButNotTheOneThatHasLoggedInBefore() {
        guard.succeeded(TOM, HOME);
        for (int i = 0; i < 200; i++) {
            guard.admits(TOM, "198.51.100." + i);
        }

        assertThat(guard.admits(TOM, "203.0.113.1")).isFalse();
        assertThat(guard.admits(TOM, HOME)).isTrue();
        clock.advance(Duration.ofSeconds(10));
        assertThat(guard.admits(TOM, "203.0.113.2")).isTrue();
    }

    @Test
    void otherAddressesAreNotConcerned() {
        admitted(20, HOME);

        assertThat(guard.admits(new EmailAddress("nic@example.com"), HOME)).isTrue();
    }
}
