package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LineRingTest {

    private record Numbered(int producer, int number) implements Line {

        @Override
        public void writeJson(LineBuffer target) {
            target.number(number);
        }

        @Override
        public void writeText(LineBuffer target) {
            target.number(number);
        }
    }

    @Test
    void linesComeOutInTheirOrder() {
        var ring = new LineRing(4);
        for (int i = 0; i < 100; i++) {
            assertThat(ring.offer(new Numbered(0, i))).isTrue();
            assertThat(ring.poll()).isEqualTo(new Numbered(0, i));
        }
        assertThat(ring.poll()).isNull();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void aFullRingDropsAndCounts() {
        var ring = new LineRing(4);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(new Numbered(0, i))).isTrue();
        }

        assertThat(ring.offer(new Numbered(0, 4))).isFalse();
        assertThat(ring.offer(new Numbered(0, 5))).isFalse();

        assertThat(ring.dropped()).isEqualTo(2);
        assertThat(ring.poll()).isEqualTo(new Numbered(0, 0));
        assertThat(ring.offer(new Numbered(0, 6))).isTrue();
    }

    @Test
    void manyProducersLoseNothingButWhatIsCounted() throws InterruptedException {
        var ring = new LineRing(64);
        int producers = 4;
        int each = 50_000;
        var done = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    ring.offer(new Numbered(producer, i));
                }
                done.countDown();
            });
        }
        var last = new int[] {-1, -1, -1, -1};
        long taken = 0;
        while (done.getCount() > 0 || !ring.isEmpty()) {
            if (ring.poll() instanceof Numbered line) {
                assertThat(line.number()).isGreaterThan(last[line.producer()]);
                last[line.producer()] = line.number();
                taken++;
            } else {
                Thread.onSpinWait();
            }
        }

        assertThat(taken + ring.dropped()).isEqualTo((long) producers * each);
    }

    @Test
    void theSizeIsAPowerOfTwo() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LineRing(3));
    }
}
