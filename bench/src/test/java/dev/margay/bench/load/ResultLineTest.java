package dev.margay.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ResultLineTest {
    @Test
    void theLineIsFoundAmongOthers() {
        var line = ResultLine.parse("Running 2s test\nRESULT requests=12 micros=2000000\nbye\n");

        assertThat(line.number("requests")).isEqualTo(12);
        assertThat(line.number("micros")).isEqualTo(2_000_000);
    }

    @Test
    void outputWithoutTheLineIsShown() {
        assertThatThrownBy(() -> ResultLine.parse("unable to connect")).hasMessageContaining("unable to connect");
    }

    @Test
    void whatIsNoPairIsNamed() {
        assertThatThrownBy(() -> ResultLine.parse("RESULT requests"))
                .hasMessageStartingWith("requests (expected: name=number)");
    }

    @Test
    void aNumberThatIsMissingIsNamed() {
        assertThatThrownBy(() -> ResultLine.parse("RESULT a=1").number("p99")).hasMessageContaining("no p99");
    }
}
