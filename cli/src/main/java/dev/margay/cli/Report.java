package dev.margay.cli;

import dev.margay.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What runs where, and what to try first.
final class Report {

    private Report() {}

    static List<String> of(List<Child> children, Home home) {
        var table = new Table().row("program", "url", "admin", "pid", "log");
        for (var child : children) {
            var program = child.program();
            table.row(
                    program.name(),
                    shown(program.place().url()),
                    shown(program.place().admin()),
                    child.process().map(process -> Long.toString(process.pid())).orElse("-"),
                    Home.shown(home.logFile(program.name())));
        }
        return table.lines();
    }

    static List<String> firstSteps(String door) {
        return List.of(
                "  curl %s/v1/kittens?page_size=3".formatted(door),
                "  curl '%s/v1/search?q=freddy'".formatted(door),
                "  curl -H 'Content-Type: application/json' -d '{\"email\":\"nic@example.com\",\"name\":\"Nic\",\"password\":\"kittens-are-nice\"}' %s/v1/users"
                        .formatted(door));
    }

    private static String shown(String address) {
        return address.isEmpty() ? "-" : address;
    }

    /// Rows of text in aligned columns. One thread at a time.
    static final class Table {

        private final List<List<String>> rows = new ArrayList<>();

        Table row(String... cells) {
            rows.add(List.of(cells));
            return this;
        }

        /// The rows, each indented, without blanks at the end of a line.
        List<String> lines() {
            int columns = rows.stream().mapToInt(List::size).max().orElse(0);
            var widths = IntStream.range(0, columns).map(this::width).toArray();
            return rows.stream().map(row -> line(row, widths)).toList();
        }

        private int width(int column) {
            return rows.stream()
                    .filter(row -> column < row.size())
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
        }

        private static String line(List<String> row, int[] widths) {
            return IntStream.range(0, row.size())
                    .mapToObj(column -> row.get(column)
                            + " ".repeat(widths[column] - row.get(column).length()))
                    .collect(Collectors.joining("  ", "  ", ""))
                    .stripTrailing();
        }
    }

    /// Who may change the catalogue, and where the password is. Immutable.
    record Administrator(String email, Home home, boolean isKnown) {

        private static final String KEY = "admin.email";

        /// The one of the store in the home: a store keeps the administrator that it began with.
        static Administrator of(List<Program> programs, Home home) {
            try {
                return Files.exists(home.administrator())
                        ? new Administrator(
                                Files.readString(home.administrator()).strip(), home, true)
                        : new Administrator(explained(programs), home, false);
            } catch (IOException e) {
                throw new CommandFailedException("cannot read %s: %s".formatted(home.administrator(), e), e);
            }
        }

        private static String explained(List<Program> programs) {
            return programs.stream()
                    .flatMap(program -> program.place().settings().stream())
                    .filter(setting -> setting.key().equals(KEY))
                    .map(Setting::value)
                    .findFirst()
                    .orElseThrow(() -> new CommandFailedException("no program has the setting " + KEY));
        }

        /// The lines that tell; with the password itself until they were asked for once.
        List<String> shown() {
            var file = Home.shown(home.adminPassword());
            var lines = new Table()
                    .row("administrator", email)
                    .row("password", isKnown ? "in " + file : "%s (kept in %s)".formatted(password(), file))
                    .lines();
            Secret.write(home.administrator(), email + System.lineSeparator());
            return lines;
        }

        private String password() {
            try {
                return Files.readString(home.adminPassword()).strip();
            } catch (IOException e) {
                throw new CommandFailedException("the administrator's password is not in " + home.adminPassword(), e);
            }
        }
    }
}
