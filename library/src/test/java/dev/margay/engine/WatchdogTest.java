package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private final List<EngineEvent> heard = new CopyOnWriteArrayList<>();
    private final Watchdog watchdog = new Watchdog(this::hear);

    private void hear(EngineEvent event) {
        heard.add(event);
        if (heard.size() == 1) {
            throw new NoClassDefFoundError("Ear");
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        watchdog.stop();
    }

    @Test
    void anErrorOfItsListenerDoesNotEndIt() {
        watchdog.start();

        watchdog.tell(new EngineEvent.EventsDropped(1));
        watchdog.tell(new EngineEvent.EventsDropped(2));

        eventually(() ->
                assertThat(heard).containsExactly(new EngineEvent.EventsDropped(1), new EngineEvent.EventsDropped(2)));
    }
}
