package kittens.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.messaging.MessagingEvent;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private final Arrival arrival = new Arrival();

    @Test
    void nothingIsKnownBeforeTheFirstReading() {
        assertThatThrownBy(arrival::check).hasMessage("the log was not read yet");
        assertThat(arrival.lag()).isZero();
    }

    @Test
    void isNotThereWhileWhatWasThereAtTheStartIsRead() {
        arrival.accept(new MessagingEvent.Projected("search", 500, 500, 100));

        assertThatThrownBy(arrival::check).hasMessage("100 events still to be read");
        assertThat(arrival.lag()).isEqualTo(100);
    }

    @Test
    void isThereWithWhatWasThereAtTheStartHoweverMuchCame() {
        arrival.accept(new MessagingEvent.Projected("search", 500, 1_000, 300));
        arrival.accept(new MessagingEvent.CaughtUp("search", 1_000));

        assertThatCode(arrival::check).doesNotThrowAnyException();
        assertThat(arrival.lag()).isEqualTo(300);
    }

    @Test
    void staysThereWhenItFallsBehindAgain() {
        arrival.accept(new MessagingEvent.CaughtUp("search", 1_000));
        arrival.accept(new MessagingEvent.Projected("search", 500, 1_500, 9_000));

        assertThatCode(arrival::check).doesNotThrowAnyException();
    }
}
