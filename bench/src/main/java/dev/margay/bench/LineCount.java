package dev.margay.bench;

import java.io.IOException;
import java.io.InputStream;

/// Counts lines of files too large to hold.
final class LineCount {
    private static final int BUFFER = 1 << 16;

    private LineCount() {}

    static long of(InputStream input) throws IOException {
        var buffer = new byte[BUFFER];
        var lines = 0L;
        for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            for (var i = 0; i < read; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }
}
