package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private long nanos = -1;
    private int asked;
    private Duration takes = Duration.ZERO;
    private boolean broken;
    private final Reading<Integer> reading = new Reading<>("a number", this::ask, () -> nanos);

    private int ask() {
        asked++;
        nanos += takes.toNanos();
        if (broken) {
            throw new IllegalStateException("away");
        }
        return asked;
    }

    private double number() {
        return reading.number(Integer::doubleValue);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void theSourceIsAskedOnceASecond() {
        assertThat(number()).isEqualTo(1);
        pass(Duration.ofMillis(999));
        assertThat(number()).isEqualTo(1);
        pass(Duration.ofMillis(1));
        assertThat(number()).isEqualTo(2);
    }

    @Test
    void aSlowSourceIsAskedMoreSeldom() {
        takes = Duration.ofSeconds(1);

        assertThat(number()).isEqualTo(1);
        pass(Duration.ofSeconds(19));
        assertThat(number()).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(number()).isEqualTo(2);
    }

    @Test
    void whatCannotBeFoundOutIsNotANumber() {
        broken = true;
        assertThat(number()).isNaN();
        assertThat(number()).isNaN();
        assertThat(asked).isEqualTo(1);

        broken = false;
        pass(Duration.ofSeconds(1));
        assertThat(number()).isEqualTo(2);
    }
}
