package dev.margay.cli;

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
}
