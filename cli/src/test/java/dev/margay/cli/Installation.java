package dev.margay.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A run directory as the build makes it, with stand-ins for the programs, and commands of `margay` as processes.
final class Installation {

    private static final int LOWEST_PORT = 20_000;
    private static final int PORTS_TRIED = 1_000;
    private static final int STEP = 10;
    private static final Pattern STOPPED = Pattern.compile("Stopped after ([0-9.]+) s");

    private final Path directory;
    private final Path home;
    private final int firstPort;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> started = new ArrayList<>();

    Installation(Path directory) throws IOException {
        this.directory = directory;
        this.home = directory.resolve("a home");
        this.firstPort = freePorts();
        jar("margay-cli", Main.class, ownClassPath());
        for (var program :
                List.of("kittens-auth", "kittens-product", "kittens-search", "kittens-mail", "margay-gateway")) {
            jar(program, StandIn.class, place(StandIn.class));
        }
    }

    Home home() {
        return Home.at(home);
    }

    int firstPort() {
        return firstPort;
    }

    /// From now on commands have this variable.
    void variable(String name, String value) {
        environment.put(name, value);
    }

    Process up(String... more) throws IOException {
        var arguments =
                new ArrayList<>(List.of("up", "--home", home.toString(), "--ports", Integer.toString(firstPort)));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    Process down() throws IOException {
        return run(List.of("down", "--home", home.toString()));
    }

    String said(Process process) throws IOException {
        return Files.readString(directory.resolve("said." + started.indexOf(process)));
    }

    /// What `up` says it took to stop everything, without what a busy machine needs to start and reap processes.
    double secondsToStop(Process up) throws IOException {
        var said = STOPPED.matcher(said(up));
        if (!said.find()) {
            throw new AssertionError("not stopped: " + said(up));
        }
        return Double.parseDouble(said.group(1));
    }

    /// Kills whatever is left, so that a failed test leaves nothing behind.
    void end() {
        started.stream()
                .flatMap(
                        process -> Stream.concat(process.descendants(), java.util.stream.Stream.of(process.toHandle())))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }

    /// Tests may run in the background of a script, whose children are born deaf to INT.
    private static List<String> hearing() {
        return System.getProperty("os.name").equals("Linux") ? List.of("env", "--default-signal=INT,HUP") : List.of();
    }

    private Process run(List<String> arguments) throws IOException {
        var command = new ArrayList<>(hearing());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                directory.resolve("margay-cli.jar").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said." + started.size()).toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        return process;
    }

    /// The first port of a free set. Where the search begins differs from process to process.
    private static int freePorts() {
        int offset = (int) (ProcessHandle.current().pid() % PORTS_TRIED);
        return IntStream.range(0, PORTS_TRIED)
                .map(i -> LOWEST_PORT + (offset + i) % PORTS_TRIED * STEP)
                .filter(port -> Ports.taken(Programs.ports(port)).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static String place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private static String ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    private void jar(String name, Class<?> main, String classPath) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
        attributes.put(Attributes.Name.CLASS_PATH, classPath);
        new JarOutputStream(Files.newOutputStream(directory.resolve(name + ".jar")), manifest).close();
    }
}
