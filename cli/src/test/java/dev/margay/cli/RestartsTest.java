package dev.margay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartsTest {

    @Test
    void eachDelayIsTwiceTheOneBeforeUpToTheLongest() {
        var delays = IntStream.range(0, 8)
                .mapToObj(Restarts.standard()::delay)
                .map(Duration::toMillis)
                .toList();

        assertThat(delays).containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void theDelayStaysTheLongestForEver() {
        assertThat(Restarts.standard().delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
    }
}
