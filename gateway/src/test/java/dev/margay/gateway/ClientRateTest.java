package dev.margay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.test.ManualClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClientRateTest {

    private final ManualClock clock = ManualClock.standing();
    private final ClientRate rate = new ClientRate(new Settings.Rate(10, 20), clock);

    private long admitted(String client, int requests) {
        return IntStream.range(0, requests).filter(_ -> rate.admits(client)).count();
    }

    @Test
    void aBurstPassesThenSoManyASecond() {
        assertThat(admitted("192.0.2.1", 100)).isEqualTo(20);

        clock.advance(Duration.ofSeconds(1));

        assertThat(admitted("192.0.2.1", 100)).isEqualTo(10);
    }

    @Test
    void restDoesNotSaveUpMoreThanABurst() {
        admitted("192.0.2.1", 100);

        clock.advance(Duration.ofHours(1));

        assertThat(admitted("192.0.2.1", 100)).isEqualTo(20);
    }

    @Test
    void clientsDoNotShareABucketButTheirConnectionsDo() throws Exception {
        var door = rate.around(_ -> Response.noContent());
        for (int i = 0; i < 20; i++) {
            door.handle(Request.get("/").withRemote("192.0.2.1:" + (1_024 + i)));
        }

        assertThatThrownBy(() -> door.handle(Request.get("/").withRemote("192.0.2.1:9")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(429);
                    assertThat(refused.problem().headers().has("Retry-After")).isTrue();
                });
        assertThat(door.handle(Request.get("/").withRemote("[2001:db8::1]:9")).status())
                .isEqualTo(204);
    }

    @Test
    void noLimitIsNoLimit() throws Exception {
        var open = new ClientRate(new Settings.Rate(0, 1), clock).around(_ -> Response.noContent());

        for (int i = 0; i < 100; i++) {
            assertThat(open.handle(Request.get("/").withRemote("192.0.2.1:1")).status())
                    .isEqualTo(204);
        }
    }
}
