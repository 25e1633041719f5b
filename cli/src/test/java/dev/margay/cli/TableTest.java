package dev.margay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {

    @Test
    void columnsAreAlignedAndLinesEndWithTheirText() {
        var lines = new Report.Table()
                .row("program", "pid", "log")
                .row("gateway", "1", "gateway.log")
                .row("mail", "12345", "")
                .lines();

        assertThat(lines).containsExactly("  program  pid    log", "  gateway  1      gateway.log", "  mail     12345");
    }

    @Test
    void noRowsAreNoLines() {
        assertThat(new Report.Table().lines()).isEmpty();
    }
}
