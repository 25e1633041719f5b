package dev.margay.bench.peers;

import java.nio.file.Path;

/// What the harness hands every server: its port, and the access log's file.
record Arguments(int port, Path log) {
    static Arguments parse(String[] args) {
        if (args.length != 2) {
            throw new IllegalArgumentException(args.length + " arguments (expected: PORT LOG_FILE)");
        }
        return new Arguments(Integer.parseInt(args[0]), Path.of(args[1]));
    }
}
