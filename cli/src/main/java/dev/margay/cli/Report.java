package dev.margay.cli;

import java.util.List;

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
}
