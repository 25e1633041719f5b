package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The greeter as a process of its own, as a user starts it.
class GreeterTest {

    private static final String MAIN = "examples.Greeter";

    private final GreeterProcess greeters = new GreeterProcess();

    @AfterEach
    void end() {
        greeters.end();
    }

    @Test
    void itGreetsAndEndsCleanlyWhenAsked() throws Exception {
        var process = greeters.start("0", MAIN);
        String port = greeters.portOf(process);

        assertThat(greeters.hello(port, "{\"name\":\"Nic\"}").body()).isEqualTo("{\"message\":\"Hello Nic\"}");
        assertThat(greeters.hello(port, "{\"name\":\" \"}").statusCode()).isEqualTo(400);

        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aPortInUseIsOneLineAndAStatusThatIsNotZero() throws Exception {
        String port = greeters.portOf(greeters.start("0", MAIN));

        var second = greeters.start(port, MAIN);
        var said = second.inputReader().lines().toList();

        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(said).singleElement().asString().contains("greeter cannot start", port);
    }
}
