package dev.margay.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcStatusTest {
    @Test
    void theResidentSetIsRead() {
        var status = ProcStatus.parse(List.of("Name:\tjava", "VmRSS:\t  204800 kB", "Threads:\t20"));

        assertThat(status.residentMebibytes()).isEqualTo(200);
    }

    @Test
    void thisProcessHasOne() {
        assertThat(ProcStatus.read(ProcessHandle.current().pid()).residentMebibytes())
                .isGreaterThan(10);
    }

    @Test
    void aStatusWithoutItIsShown() {
        assertThatThrownBy(() -> ProcStatus.parse(List.of("Name:\tkthreadd"))).hasMessageContaining("kthreadd");
    }
}
