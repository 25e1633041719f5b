package dev.margay.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final Cancellation cancellation = new Cancellation();
    private final List<String> told = new ArrayList<>();

    @Test
    void aListenerThatFailsKeepsItFromNobody() {
        cancellation.onCancel(() -> told.add("first"));
        cancellation.onCancel(() -> {
            throw new IllegalStateException("deaf");
        });
        cancellation.onCancel(() -> {
            throw new NoClassDefFoundError("Ear");
        });
        cancellation.onCancel(() -> told.add("last"));

        cancellation.cancel("over");

        assertThat(told).containsExactly("first", "last");
        assertThat(cancellation.reason()).contains("over");
    }
}
