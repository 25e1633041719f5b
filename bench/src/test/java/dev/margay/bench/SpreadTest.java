package dev.margay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Spread.of(List.of(9, 1, 5))).isEqualTo(new Spread(5, 1, 9));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4, 1, 2, 9)).median()).isEqualTo(3);
    }

    @Test
    void theTextShowsMedianLeastAndMost() {
        assertThat(Spread.of(List.of(1_000.5, 2_000.25, 3_000)).text(1)).isEqualTo("2,000.3 (1,000.5–3,000.0)");
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Spread.of(List.of())).hasMessageContaining("expected: at least one");
    }
}
