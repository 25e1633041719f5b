package dev.margay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The script where nothing was built yet, and on machines that lack a program.
final class ScriptTest {

    private static final List<String> TOOLS = List.of("cat", "dirname", "grep", "mktemp", "readlink", "rm", "sed");

    @TempDir
    private Path directory;

    private Path clone;
    private Path tools;

    record Said(int code, String text) {}

    @BeforeEach
    void cloneIt() throws IOException {
        clone = Files.createDirectory(directory.resolve("a clone"));
        tools = Files.createDirectory(directory.resolve("tools"));
        Files.copy(Path.of("../margay"), clone.resolve("margay"));
        for (var tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), found(tool));
        }
    }

    @Test
    void downWhereNothingWasBuiltSaysThatNothingRuns() throws Exception {
        var said = margay("down");

        assertThat(said).isEqualTo(new Said(0, "nothing is running in " + clone.toRealPath() + "/.margay\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "up --help", "up --on mariadb -h", "down --help"})
    void helpIsHelp(String line) throws Exception {
        var said = margay(line.split(" "));

        assertThat(said.code()).isZero();
        assertThat(said.text()).startsWith("usage: ./margay COMMAND").contains("up --on ENGINE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    start               | unknown command 'start' (see ./margay help)
                    up --of mariadb     | up: unknown option '--of' (expected: --on, --ports, --host)
                    up --on             | up --on: no value
                    up --on postgresql  | --on: 'postgresql' is unknown (expected: sqlite, mariadb)
                    up --ports 0        | --ports: '0' (expected: the first of the ports, 1 to 64500)
                    up --ports 64501    | --ports: '64501' (expected: the first of the ports, 1 to 64500)
                    up --ports -x       | --ports: '-x' (expected: the first of the ports, 1 to 64500)
                    up --host all       | --host: 'all' (expected: an IPv4 address of this machine; 0.0.0.0 for all)
                    up --host 1.2.3.256 | --host: '1.2.3.256' (expected: an IPv4 address of this machine; 0.0.0.0 for all)
                    test --ful          | test: unknown option '--ful' (expected: --full)
                    run Greeter         | run: 'Greeter' (expected: the name of a file that ends in .java)
                    """)
    void whatMakesNoSenseIsOneLineBeforeAnythingIsBuilt(String line, String complaint) throws Exception {
        var said = margay(line.split(" "));

        assertThat(said).isEqualTo(new Said(2, "margay: " + complaint + "\n"));
    }

    @Test
    void aFileToRunThatIsNotThereIsNamedAsTheCallerMeansIt() throws Exception {
        var said = margay("run", "Mine.java");

        assertThat(said).isEqualTo(new Said(1, "margay: run: there is no file " + directory + "/Mine.java\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "Darwin, get it by: brew install wrk",
        "Linux, 'install it by this system''s package manager, it need not run as a service'"
    })
    void aMissingProgramIsNamedWithTheWayToGetItHere(String system, String way) throws Exception {
        tool("uname", "echo " + system);

        var said = margay("bench", "http");

        assertThat(said).isEqualTo(new Said(1, "margay: wrk not found (it makes the load); " + way + "\n"));
    }

    @Test
    void whoMayNotInstallIsToldHow() throws Exception {
        tool("apt-get", "echo should not run >&2");
        tool("id", "echo 1000");

        var said = margay("bench", "http");

        assertThat(said)
                .isEqualTo(new Said(
                        1,
                        "margay: wrk not found (it makes the load); get it by:"
                                + " sudo apt-get install --no-install-recommends wrk\n"));
    }

    @Test
    void rootIsToldWhatIsInstalledAndWhy() throws Exception {
        tool("apt-get", "echo \"$*\" >> '" + directory.resolve("installed") + "'; exit 100");
        tool("id", "echo 0");

        var said = margay("bench", "http");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text())
                .startsWith("margay: wrk not found (it makes the load): apt-get install --no-install-recommends wrk\n")
                .contains("margay: could not install wrk");
        assertThat(Files.readString(directory.resolve("installed")))
                .startsWith("install --yes --quiet --no-install-recommends wrk\nupdate\n");
    }

    private static Path found(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void tool(String name, String script) throws IOException {
        var file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /// Called from beside the clone, with the tools and no other.
    private Said margay(String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of("/bin/bash", clone.resolve("margay").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", tools.toString());
        builder.environment().remove("MARGAY_HOME");
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
