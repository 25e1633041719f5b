package dev.margay.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// The entry: `up`, `down`; exit code 1 when something is wrong with the machine, 2 when with the arguments.
final class Main {

    private Main() {}

    static void main(String[] arguments) {
        var signals = Signals.caught();
        signals.exit(codeOf(List.of(arguments), signals.stop()));
    }

    private static int codeOf(List<String> arguments, Stop stop) {
        try {
            run(arguments, stop);
            return 0;
        } catch (CommandFailedException e) {
            System.err.println("margay: " + e.getMessage());
            return e.exitCode();
        } catch (RuntimeException | Error e) { // nobody else would tell, and the process would wait for our code
            System.err.println("margay: " + line(e));
            return 1;
        }
    }

    /// What went wrong and why, on one line.
    private static String line(Throwable failure) {
        var why = failure.getCause() == null ? "" : ": " + failure.getCause();
        var what = failure instanceof UncheckedIOException ? failure.getMessage() + why : failure + why;
        return what.replaceAll("\\s*\\R\\s*", " ");
    }

    private static void run(List<String> arguments, Stop stop) {
        var console = Console.of(System.out);
        var options = Options.parse(arguments);
        switch (options.command()) {
            case UP -> new Up(options, Programs.besides(ownJar()), console, stop).run();
            case DOWN -> new Down(options.home(), console, stop).run();
        }
    }

    /// With `java -jar` the class path is the jar.
    private static Path ownJar() {
        return Path.of(System.getProperty("java.class.path"));
    }
}
